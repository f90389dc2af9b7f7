"""Text of any kind in YAML, Markdown and file names."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from archiver.exporters.jekyll.names import PostNames
from archiver.exporters.jekyll.post import post_text
from archiver.exporters.jekyll.scalars import address, link_text, plain_or_quoted, quoted, words
from archiver.exporters.jekyll.sections import Sections
from archiver.importers.front_matter import read_front_matter, read_scalar
from archiver.records import Moment, Precision

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)
NASTY = [
    'say "no" \\ never',
    "a: b # c",
    "- x",
    "---",
    "yes",
    "1e3",
    "2024-01-01",
    "~",
    "",
    " ",
    "x\x7fy\x85z\u2028\u2029\ufeff\ufffe\uffff",
    "\0\t\r\n",
    "{{ page.title }}{% raw %}",
    "[a, b]",
    "!tag &anchor *alias",
    "🌉",
]


def yaml_of(post: str) -> dict:
    return yaml.safe_load(post.split("\n---\n", 1)[0])


@pytest.mark.parametrize("text", NASTY)
def test_a_quoted_scalar_is_read_back_by_yaml(text):
    assert yaml.safe_load(f"title: {quoted(text)}") == {"title": text}


@pytest.mark.parametrize("text", NASTY)
def test_a_scalar_is_plain_only_where_yaml_reads_the_same_text(text):
    assert yaml.safe_load(f"title: {plain_or_quoted(text)}") == {"title": text}


@pytest.mark.parametrize("text", ["taheribao", "漯河日报新闻", "le-monde_2"])
def test_a_name_is_written_plain(text):
    assert plain_or_quoted(text) == text


def test_a_lone_surrogate_is_replaced():
    assert yaml.safe_load(quoted("a\ud800b")) == "a\ufffdb"


@pytest.mark.parametrize(
    ("texts", "written"),
    [
        (["河边日报新闻"], "河边日报新闻"),
        (["a b"], '["a b"]'),
        (["a", "b, c"], '[a, "b, c"]'),
        (["yes"], '"yes"'),
    ],
)
def test_words_are_a_list_where_jekyll_would_cut_them(texts, written):
    assert words(texts) == written


@given(ANY_TEXT)
def test_any_scalar_survives_yaml_and_the_importer(text):
    sound = "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in text)
    assert yaml.safe_load(plain_or_quoted(text)) == sound
    assert read_scalar(plain_or_quoted(text)) == (sound, True)


@given(
    title=ANY_TEXT, category=ANY_TEXT, tags=st.lists(ANY_TEXT, max_size=3), body=ANY_TEXT, language=ANY_TEXT
)
def test_any_post_survives_yaml_and_the_importer(entry, title, category, tags, body, language):
    post = replace(
        entry, title=title, category=category, tags=tuple(tags), html=body, language=language, paragraphs=()
    )
    text = post_text(post, "2024-05-01-x.md", Sections().add(post), "")
    sound = [tag.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for tag in tags]
    front = yaml_of(text)
    ours = read_front_matter(text)
    assert ours is not None
    assert not ours.faults
    assert front["title"] == ours.values["title"].text
    assert front.get("categories", "") in (
        ours.values["categories"].text if "categories" in ours.values else "",
        [ours.values["categories"].text] if "categories" in ours.values else [],
    )
    if tags:
        assert len(ours.values["tags"].texts) == len(sound)
        assert front["tags"] in (list(ours.values["tags"].texts), ours.values["tags"].text)


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=8))
def test_file_names_are_safe_short_and_unique_whatever_the_codes(entry, given_names):
    names = PostNames(ZoneInfo("UTC"))
    made = [
        names.give(replace(entry, id=number, code=code, origin={"jekyll.name": name}))
        for number, (code, name) in enumerate(given_names)
    ]
    assert all(name.isascii() and len(name) < 130 and not set(name) & set('/\\:*?"<>|\0 ') for name in made)
    assert len({name[11:].lower() for name in made}) == len(made)


def test_a_name_is_the_day_as_printed_and_the_code(entry):
    assert PostNames(ZoneInfo("UTC")).give(entry) == "2024-05-01-NW202405011234567890.md"


@pytest.mark.parametrize("code", [None, "", "../../etc/passwd", "a b", "新闻", "x" * 300, "-a", "entry-9"])
def test_without_a_safe_code_the_number_is_the_name(make_entry, code):
    assert PostNames(ZoneInfo("UTC")).give(make_entry(code=code)) == "2024-05-01-entry-7.md"


def test_codes_that_differ_in_case_only_get_names_that_differ_in_more(make_entry):
    names = PostNames(ZoneInfo("UTC"))
    made = [names.give(make_entry(id=number, code=code)) for number, code in enumerate(("Ab1", "aB1"))]
    assert made == ["2024-05-01-Ab1.md", "2024-05-01-entry-1.md"]


def test_an_undated_article_is_named_by_the_day_it_was_first_seen(make_entry):
    late = datetime(2024, 5, 1, 20, 0, tzinfo=ZoneInfo("UTC"))
    name = PostNames(ZoneInfo("Asia/Shanghai")).give(make_entry(published=None, first_seen_at=late))
    assert name.startswith("2024-05-02-")


def test_an_imported_name_is_given_back(make_entry):
    kept = make_entry(origin={"jekyll.name": "2020-01-01-bridge-opened.md"})
    assert PostNames(ZoneInfo("UTC")).give(kept) == "2020-01-01-bridge-opened.md"


@pytest.mark.parametrize("name", ["-202205262391921712.md", "2020-02-30-x.md", "../2020-01-01-x.md", "a.md"])
def test_an_imported_name_that_jekyll_or_a_disk_refuses_is_not(make_entry, name):
    kept = make_entry(origin={"jekyll.name": name})
    assert PostNames(ZoneInfo("UTC")).give(kept) == "2024-05-01-NW202405011234567890.md"


@given(st.lists(ANY_TEXT, max_size=8, unique=True))
def test_category_pages_are_named_safely_and_uniquely(entry, categories):
    sections = Sections()
    for category in categories:
        sections.add(replace(entry, category=category))
    slugs = [section.slug for section in sections]
    assert len({slug.lower() for slug in slugs}) == len(slugs)
    assert all(
        slug.isascii() and 0 < len(slug) < 140 and slug.strip("abcdefghijklmnopqrstuvwxyz0123456789_-") == ""
        for slug in slugs
    )


def test_a_safe_category_is_its_own_slug(make_entry):
    assert Sections().add(make_entry(category="taheribao")).slug == "taheribao"


def test_a_section_is_called_what_most_of_its_articles_call_it(make_entry):
    sections = Sections()
    for tag in ("山边日报新闻", "河边日报新闻", "河边日报新闻"):
        section = sections.add(make_entry(tags=(tag,)))
    assert section.title == "河边日报新闻"


def test_signs_in_a_link_text_mean_nothing():
    assert link_text("[a](b) *c*") == "&#91;a&#93;&#40;b&#41; &#42;c&#42;"


def test_an_address_without_unsafe_signs_is_unchanged():
    url = "http://a.example/新闻?a=1&b=%E6%96%B0;c=(d),'e'#f"
    assert address(url) == url


def test_an_address_cannot_break_out_of_its_line():
    assert address('http://a/ <b>|"`\n') == "http://a/%20%3Cb%3E%7C%22%60"


@pytest.mark.parametrize(
    ("precision", "written"),
    [
        (Precision.SECOND, "2024-05-01 08:30:05 +0800"),
        (Precision.MINUTE, "2024-05-01 08:30 +0800"),
        (Precision.DAY, "2024-05-01"),
    ],
)
def test_a_date_is_as_precise_as_it_was_printed(entry, precision, written):
    dated = replace(entry, published=Moment(at=entry.published.at, precision=precision))
    text = post_text(dated, "2024-05-01-x.md", Sections().add(dated), "")
    assert f"\ndate: {written}\n" in text


def test_a_date_imported_in_another_form_is_given_back(make_entry):
    kept = make_entry(origin={"jekyll.date": "2024-05-01 08:30:05"})
    assert "\ndate: 2024-05-01 08:30:05\n" in post_text(kept, "2024-05-01-x.md", Sections().add(kept), "")


def test_a_date_that_was_revised_since_the_import_is_not(make_entry):
    kept = make_entry(origin={"jekyll.date": "2024-04-30 08:30:05"})
    text = post_text(kept, "2024-05-01-x.md", Sections().add(kept), "")
    assert "\ndate: 2024-05-01 08:30:05 +0800\n" in text
