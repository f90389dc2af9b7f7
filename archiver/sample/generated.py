"""Articles by the thousand for benchmarks: invented, all different, and the same on every run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from archiver.sample.articles import Expected, SampleArticle

NEWSPAPERS = ("云溪日报", "望江晚报", "青岚商报", "石桥早报", "海澜新闻", "松原里周刊", "南湾财经报")
PLACES = ("云溪", "望江", "青岚", "石桥", "海澜", "白鹭洲", "柳林", "南湾", "东浦", "鹿鸣")
SUBJECTS = (
    "老旧小区改造",
    "夜间公交",
    "春耕备种",
    "港口扩建",
    "社区食堂",
    "河道清淤",
    "职工培训",
    "图书漂流",
)
SURNAMES = ("周", "林", "何", "郑", "沈", "韩", "陆", "欧阳", "司徒", "钟")
GIVEN_NAMES = ("晓岚", "立", "思源", "文博", "静", "远山", "雨桐", "建业", "禾", "一鸣")
SENTENCES = (
    "记录显示，{place}{street}街道当天共登记{many}件相关事项，其中{few}件当场办结。",
    "{place}市有关部门表示，{subject}第{few}批名单将在{month}月底前向居民公布。",
    "现场的{many}名居民领到了编号从{many}开始的意见表，{few}位老人由志愿者代为填写。",
    "按照方案，{subject}分{few}个阶段推进，总投入约{many}万元，由{place}市级财政安排。",
    "负责施工的队伍说，雨水比往年多了{few}成，工期因此往后推了{few}天。",
    "一位在{street}街道住了{few}年的居民说，变化是从第{many}号楼前的那盏路灯开始的。",
    "据统计，今年以来{place}在{subject}上收到建议{many}条，采纳的超过{few}条。",
    "下一步，{place}将把{street}街道的做法推广到其余{few}个片区。",
)
FIRST_AT = datetime(2022, 3, 1, 6, 0, 0)


def generate_articles(count: int) -> Iterator[SampleArticle]:
    """Yield articles, each a minute newer than the one before and newer than all hand-written ones.

    Every one stands in the list of newspapers (``type=45``) and in one of the three markets.
    """
    for number in range(count):
        yield _write_article(number)


def _write_article(number: int) -> SampleArticle:
    dice = _throw(number, "article")
    printed_at = FIRST_AT + timedelta(minutes=number)
    newspaper, place, subject = _pick(NEWSPAPERS, dice[0]), _pick(PLACES, dice[1]), _pick(SUBJECTS, dice[2])
    title = f"{place}{subject}进展第{number + 1}报"
    paragraphs = [_write_paragraph(number, place, subject, turn) for turn in range(3 + dice[3] % 4)]
    authors = tuple(dict.fromkeys(_name(number, turn) for turn in range(1 + dice[4] % 2)))
    byline, first_words = _write_byline(dice[5], authors)
    paragraphs[0] = first_words + paragraphs[0]
    markup = [byline] if byline else []
    markup += [f"<p>　　{paragraph}</p>" for paragraph in paragraphs]
    markup.append(f'<p class="em_media">（文章来源：{newspaper}）</p>')
    return SampleArticle(
        code=f"NW{printed_at:%Y%m%d}{9_000_000_000 + number}",
        kind="newspaper",
        title=title,
        time=f"{printed_at:%Y-%m-%d %H:%M:%S}",
        newspaper=newspaper,
        digest=paragraphs[0][:60],
        body="\n".join(markup),
        shows=("generated",),
        lists=("papers", f"market{37 + number % 3}"),
        expected=Expected(
            title=title,
            published_at=datetime.fromisoformat(f"{printed_at.isoformat()}+08:00"),
            authors=authors,
            publisher=newspaper,
            editor=None,
            paragraphs=tuple(paragraphs),
        ),
    )


def _write_byline(die: int, authors: Sequence[str]) -> tuple[str, str]:
    """Give the byline's paragraph, or the words before the first sentence; one of both is empty."""
    spaced = " ".join(authors)
    own_lines = (
        f"■{spaced}",
        f"□记者 {spaced}",
        f"本报记者 {spaced}",
        f"（记者 {spaced}）",
        f"作者：{spaced}",
    )
    if die % 6 == 5:
        return "", f"本报讯（记者 {spaced}）"
    return f"<p>　　{own_lines[die % 6]}</p>", ""


def _write_paragraph(number: int, place: str, subject: str, turn: int) -> str:
    dice = _throw(number, f"paragraph {turn}")
    picked = dict.fromkeys(die % len(SENTENCES) for die in dice[:4])
    return "".join(
        SENTENCES[which].format(
            place=place,
            subject=subject,
            street=_pick(PLACES, dice[5] + which),
            many=100 + (dice[6] * 256 + dice[7] + which * 977 + number * 31) % 9_000,
            few=2 + (dice[8] + which) % 17,
            month=4 + dice[9] % 8,
        )
        for which in picked
    )


def _name(number: int, turn: int) -> str:
    dice = _throw(number, f"name {turn}")
    return _pick(SURNAMES, dice[0]) + _pick(GIVEN_NAMES, dice[1])


def _throw(number: int, purpose: str) -> bytes:
    """Give 32 dice of 0–255 that fall the same way on every run and every machine."""
    return hashlib.sha256(f"{purpose} of {number}".encode()).digest()


def _pick(choices: Sequence[str], die: int) -> str:
    return choices[die % len(choices)]
