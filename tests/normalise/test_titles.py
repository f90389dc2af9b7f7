"""Headlines: what is taken off, what stays, and what holds of any text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.normalise.titles import clean_title

SITES = ("漯河日报", "Example Site", "The Daily Bugle", "example.com")

CLEANED = [
    ("沪指涨1%", "沪指涨1%"),
    ("“三个聚焦”打通监督“最后一米”", "“三个聚焦”打通监督“最后一米”"),
    ("  标题\u3000\u3000在\n这里\t ", "标题 在 这里"),
    ("标题\u200b里\ufeff没有\u00ad看不见的字", "标题里没有看不见的字"),
    ("标题\x00里\x1f没有控制符", "标题 里 没有控制符"),
    ("ＡＢＣ全角：（保留）", "ＡＢＣ全角：（保留）"),
    ("Cafe\u0301 society", "Café society"),
    ("👩\u200d🚀 in orbit", "👩\u200d🚀 in orbit"),
    ("<b>Bold</b> words", "Bold words"),
    ("<em class='x'>蔚来</em>新能源", "蔚来新能源"),
    ("One<br>two<br/>three", "One two three"),
    ("<h1><span>蔚来</span></h1>", "蔚来"),
    ("a < b and c > d", "a < b and c > d"),
    ("Tom &amp; Jerry", "Tom & Jerry"),
    ("Tom &amp;amp; Jerry", "Tom & Jerry"),
    ("It&#039;s &#x201c;here&#x201d;", "It's “here”"),
    ("It&amp;#039;s here", "It's here"),
    ("1&nbsp;000 people", "1 000 people"),
    ("AT&T and R&D", "AT&T and R&D"),
    ("a=1&copy=2", "a=1&copy=2"),
    ("【标题】", "标题"),
    ("【快讯】沪指涨1%", "【快讯】沪指涨1%"),
    ("【上】与【下】", "【上】与【下】"),
    # the site behind the headline
    ("纪委召开会议 - 漯河日报", "纪委召开会议"),
    ("纪委召开会议-漯河日报", "纪委召开会议"),
    ("纪委召开会议_漯河日报", "纪委召开会议"),
    ("纪委召开会议|漯河日报", "纪委召开会议"),
    ("纪委召开会议｜漯河日报", "纪委召开会议"),
    ("纪委召开会议—漯河日报", "纪委召开会议"),
    ("纪委召开会议——漯河日报", "纪委召开会议"),
    ("纪委召开会议 – 漯河日报", "纪委召开会议"),
    ("纪委召开会议 - 要闻频道 - 漯河日报", "纪委召开会议"),
    ("纪委召开会议 &#8211; 漯河日报", "纪委召开会议"),
    ("City wins cup - example site", "City wins cup"),
    ("City wins cup | EXAMPLE SITE", "City wins cup"),
    ("City wins cup » Example Site", "City wins cup"),
    ("City wins cup | The Daily Bugle", "City wins cup"),
    ("City wins cup | Sports | The Daily Bugle", "City wins cup"),
    # sites that are plain without being known
    ("狂奔的集团曝露？_网易财经", "狂奔的集团曝露？"),
    ("用户信息几元不等_财经_腾讯网", "用户信息几元不等"),
    ("打造立体交通网络-股票频道-和讯网", "打造立体交通网络"),
    ("长春市的新经济之路_宁波频道_凤凰网", "长春市的新经济之路"),
    ("再次严重影响交通-新华网", "再次严重影响交通"),
    ("向家人鞠躬致歉|香港_新浪新闻", "向家人鞠躬致歉"),
    ("外媒眼中的长假_首页武汉_新闻中心_长江网_cjn.cn", "外媒眼中的长假"),
    ("午间公告：中标7亿元项目_证券时报网", "午间公告：中标7亿元项目"),
    ("论坛在鸟巢举办-CSDN.NET", "论坛在鸟巢举办"),
    ("City wins cup - BBC News", "City wins cup"),
    ("City wins cup | Reuters", "City wins cup"),
    ("City wins cup - The New York Times", "City wins cup"),
    ("City wins cup | CNN", "City wins cup"),
    ("City wins cup | World | CNN", "City wins cup"),
    ("City wins cup | Bold.org", "City wins cup"),
    ("City wins cup - Evening Herald", "City wins cup"),
]

KEPT = [
    "A股收评：沪指跌1% - 深成指涨",
    "Spider-Man",
    "Spider-Man: No Way Home",
    "中国——世界的工厂",
    "中国 —— 世界的工厂",
    "2019-2020赛季",
    "中美贸易战-最新进展",
    "9–5 jobs are back",
    "Vaccines - The Good News",
    "Trump - Good News",
    "One - two - three",
    "Learn ASP.NET-MVC in a day",
    "棱镜|数据业大整顿",
    "人物|张三的一天",
    "他的网",
    "新浪新闻",
    "漯河日报",
    "- 漯河日报",
    "The Daily Bugle",
    "AB | CNN",
    "snake_case names",
    "Who reads the Daily Bugle?",
    "为什么大家都看漯河日报",
]


@pytest.mark.parametrize(("raw", "title"), CLEANED)
def test_markup_and_site_are_taken_off(raw, title):
    assert clean_title(raw, site_names=SITES) == title


@pytest.mark.parametrize("title", KEPT)
def test_a_headline_keeps_its_own_parts(title):
    assert clean_title(title, site_names=SITES) == title


@pytest.mark.parametrize(
    "raw", ["", "   ", "\u3000\u200b\n", "<p></p>", "&nbsp;", "【】", " - ", "|", "<b> | </b>"]
)
def test_nothing_left_is_no_title(raw):
    assert clean_title(raw) is None


def test_an_unknown_site_stays_unless_it_is_plainly_one():
    assert clean_title("City wins cup | Tastify") == "City wins cup | Tastify"
    assert clean_title("City wins cup | Tastify", site_names=["Tastify"]) == "City wins cup"


PIECES = st.sampled_from(
    [
        "标题",
        "沪指涨",
        " - ",
        "_",
        "|",
        "—",
        "新浪新闻",
        "漯河日报",
        "BBC News",
        "CNN",
        "&amp;",
        "amp;",
        "&lt;",
        "b",
        ">",
        "<b>",
        "【",
        "】",
        " ",
        "\u3000",
        "\u200b",
        "&#x41;",
        "Spider",
        "-",
        "é",
        "频道",
        "World",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=15).map("".join)))
@settings(deadline=None)
def test_cleaning_twice_changes_nothing(raw):
    title = clean_title(raw, site_names=SITES)
    if title is not None:
        assert title == " ".join(title.split())
        assert clean_title(title, site_names=SITES) == title


@given(st.text(alphabet=st.characters(), max_size=60), st.lists(st.text(max_size=10), max_size=3))
@settings(deadline=None)
def test_any_text_gives_text_that_can_be_stored(raw, site_names):
    title = clean_title(raw, site_names=site_names)
    assert title is None or title.encode("utf-8").strip()


@pytest.mark.parametrize(
    "piece", ["<", "<a", "&amp;", "&amp;amp;", "amp;", " - ", "_", "|", "【", "a-", "标题_", "\u200b", "&#"]
)
def test_a_hostile_title_is_read_in_no_time(piece):
    start = time.perf_counter()
    clean_title("标题&" + piece * (100_000 // len(piece)), site_names=SITES)
    assert time.perf_counter() - start < 2
