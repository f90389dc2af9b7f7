"""An exported site: its folder, its round trip, and what the real Jekyll makes of it."""

import shutil
import subprocess
from datetime import datetime, timezone
from html import unescape
from pathlib import Path

import pytest
import yaml

from archiver.errors import ExportError
from archiver.exporters.jekyll import write_jekyll
from archiver.importers.jekyll import read_jekyll
from archiver.plugins import ExportOptions
from archiver.records import Draft

OPTIONS = ExportOptions()
AT_HOME = ExportOptions(home_url="//news.example", title="河边 & Co", time_zone="Asia/Shanghai")
AT = datetime(2024, 5, 2, tzinfo=timezone.utc)  # noqa: UP017

POST = """---
layout: post
title: "河边的“新桥”通车"
date: 2024-05-01 08:30:05 +0800
categories: hebianribao
tags: 河边日报新闻
---
<p>新桥昨日通车。</p>
 <p>全长三百米。</p>

<http://share.example/read.html?code=NW202405011234567890>

[返回河边日报新闻](//news.example/category/hebianribao.html)｜[返回首页](//news.example/)"""

NASTY_TITLE = 'He said "no" \\ {{ site.title }} {% raw %} <script>alert(1)</script> --- : #'
NASTY_BODY = """bare *text* {{ page.title }} {% raw %} {:/} {::comment}
<p>a *b* _c_ {{ page.title }}</p>

    <p>indented | a | b</p>

# no heading
<pre>1

    2</pre>"""


def posts_of(folder: Path) -> dict[str, str]:
    return {post.name: post.read_text(encoding="utf-8") for post in (folder / "_posts").iterdir()}


def drafts_of(path: Path, resolve) -> list[Draft]:
    return [record for record in read_jekyll(path, resolve, AT) if isinstance(record, Draft)]


def test_a_post_has_the_old_archives_form(tmp_path, entry, shelf):
    report = write_jekyll(shelf(entry), str(tmp_path / "site"), AT_HOME)
    assert posts_of(tmp_path / "site") == {"2024-05-01-NW202405011234567890.md": POST}
    assert report.written_count == 1


def test_an_imported_post_is_exported_byte_for_byte(tmp_path, resolve, entry_of_draft, shelf):
    (tmp_path / "2024-05-01-NW202405011234567890.md").write_bytes(POST.encode("utf-8"))
    (draft,) = drafts_of(tmp_path, resolve)
    write_jekyll(shelf(entry_of_draft(draft)), str(tmp_path / "site"), OPTIONS)
    assert posts_of(tmp_path / "site") == {"2024-05-01-NW202405011234567890.md": POST}


def test_what_a_page_says_about_its_article_stands_in_the_front_matter(tmp_path, told_entry, shelf):
    write_jekyll(shelf(told_entry), str(tmp_path / "site"), OPTIONS)
    (post,) = posts_of(tmp_path / "site").values()
    front = yaml.safe_load(post.split("---\n")[1])
    keys = ("description", "image", "section", "keywords")
    assert {key: front[key] for key in keys} == {
        "description": told_entry.description,
        "image": told_entry.image,
        "section": told_entry.section,
        "keywords": list(told_entry.keywords),
    }
    assert "\nlast_modified_at: 2024-05-01 18:00 +0800\n" in post


def test_what_a_page_says_about_its_article_is_read_back_byte_for_byte(
    tmp_path, told_entry, resolve, entry_of_draft, shelf
):
    write_jekyll(shelf(told_entry), str(tmp_path / "site"), AT_HOME)
    (draft,) = drafts_of(tmp_path / "site", resolve)
    assert (draft.raw_modified, draft.raw_keywords) == ("2024-05-01 18:00 +0800", told_entry.keywords)
    write_jekyll(shelf(entry_of_draft(draft)), str(tmp_path / "again"), AT_HOME)
    assert posts_of(tmp_path / "again") == posts_of(tmp_path / "site")


def test_the_real_post_is_exported_byte_for_byte(tmp_path, seed_folder, resolve, entry_of_draft, shelf):
    seed = seed_folder / "2022-02-11-NW202202112273301324.md"
    (draft,) = drafts_of(seed, resolve)
    write_jekyll(shelf(entry_of_draft(draft)), str(tmp_path / "site"), OPTIONS)
    assert (tmp_path / "site" / "_posts" / seed.name).read_bytes() == seed.read_bytes()


def test_links_home_lead_where_the_site_will_stand(tmp_path, make_entry, shelf):
    imported = make_entry(origin={"jekyll.footer": "[返回旧](//old.example/x/)｜[返回首页](//old.example/)"})
    options = ExportOptions(home_url="https://news.example/base")
    write_jekyll(shelf(imported), str(tmp_path / "site"), options)
    (text,) = posts_of(tmp_path / "site").values()
    assert text.endswith(
        "[返回河边日报新闻](https://news.example/base/category/hebianribao.html)"
        "｜[返回首页](https://news.example/base/)"
    )


def test_an_undated_post_says_so_and_has_no_date(tmp_path, make_entry, shelf):
    write_jekyll(shelf(make_entry(published=None)), str(tmp_path / "site"), OPTIONS)
    (text,) = posts_of(tmp_path / "site").values()
    front = yaml.safe_load(text.split("\n---\n")[0])
    assert front["undated"] is True
    assert "date" not in front


def test_an_article_without_html_shows_its_paragraphs(tmp_path, make_entry, shelf):
    write_jekyll(shelf(make_entry(html="", paragraphs=("a < b",))), str(tmp_path / "site"), OPTIONS)
    (text,) = posts_of(tmp_path / "site").values()
    assert "\n<p>a &lt; b</p>\n" in text


def test_an_article_without_an_address_has_no_address_line(tmp_path, make_entry, shelf):
    write_jekyll(shelf(make_entry(url="", urls=())), str(tmp_path / "site"), OPTIONS)
    (text,) = posts_of(tmp_path / "site").values()
    assert "\n<h" not in text


def test_what_only_scripts_would_follow_is_not_linked(tmp_path, make_entry, shelf):
    write_jekyll(shelf(make_entry(url="javascript:alert(1)")), str(tmp_path / "site"), OPTIONS)
    (text,) = posts_of(tmp_path / "site").values()
    assert "javascript" not in text


@pytest.mark.parametrize("code", [None, "a b", "x1"])
def test_a_code_that_the_file_name_cannot_hold_is_read_back(tmp_path, make_entry, shelf, resolve, code):
    write_jekyll(shelf(make_entry(code=code)), str(tmp_path / "site"), OPTIONS)
    (draft,) = drafts_of(tmp_path / "site", resolve)
    assert draft.target.code == code


def test_an_exported_site_is_read_back(tmp_path, make_entry, shelf, resolve):
    nasty = make_entry(title=NASTY_TITLE, category="新闻 [1]/..", tags=("a b", "c"), html=NASTY_BODY)
    write_jekyll(shelf(nasty), str(tmp_path / "site"), OPTIONS)
    (draft,) = drafts_of(tmp_path / "site", resolve)
    assert (draft.raw_title, draft.target.category, draft.target.tags) == (
        NASTY_TITLE,
        "新闻 [1]/..",
        ("a b", "c"),
    )
    assert unescape(draft.body_html) == NASTY_BODY


def test_an_earlier_export_is_replaced(tmp_path, entry, make_entry, shelf):
    site = tmp_path / "site"
    write_jekyll(shelf(entry), str(site), OPTIONS)
    write_jekyll(shelf(make_entry(code="NW2024050199")), str(site), OPTIONS)
    assert list(posts_of(site)) == ["2024-05-01-NW2024050199.md"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_was_added_by_hand_to_an_earlier_export_stays(tmp_path, entry, shelf):
    site = tmp_path / "site"
    write_jekyll(shelf(entry), str(site), OPTIONS)
    (site / ".git").mkdir()
    (site / "CNAME").write_text("news.example")
    write_jekyll(shelf(entry), str(site), OPTIONS)
    assert (site / ".git").is_dir()
    assert (site / "CNAME").read_text() == "news.example"


def test_a_folder_of_something_else_is_refused_and_left_alone(tmp_path, entry, shelf):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ExportError, match="something other than an earlier export"):
        write_jekyll(shelf(entry), str(tmp_path), OPTIONS)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_empty_folder_is_used(tmp_path, entry, shelf):
    write_jekyll(shelf(entry), str(tmp_path), OPTIONS)
    assert (tmp_path / "_config.yml").is_file()


def test_an_export_that_breaks_off_leaves_the_earlier_site_as_it_was(tmp_path, entry, shelf, failing_shelf):
    site = tmp_path / "site"
    write_jekyll(shelf(entry), str(site), OPTIONS)
    with pytest.raises(RuntimeError):
        write_jekyll(failing_shelf(), str(site), OPTIONS)
    assert len(posts_of(site)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("destination", ["-", __file__])
def test_a_site_needs_a_folder(entry, shelf, destination):
    with pytest.raises(ExportError, match="name a folder"):
        write_jekyll(shelf(entry), destination, OPTIONS)


@pytest.mark.parametrize("home_url", ["news.example", "javascript:x", "https://a b", "//a/(b)"])
def test_a_home_that_is_no_address_is_refused(tmp_path, entry, shelf, home_url):
    with pytest.raises(ExportError, match="cannot be a site's home"):
        write_jekyll(shelf(entry), str(tmp_path / "site"), ExportOptions(home_url=home_url))


def test_a_time_zone_that_is_none_is_refused(tmp_path, entry, shelf):
    with pytest.raises(ExportError, match="no time zone 'Mars/Base'"):
        write_jekyll(shelf(entry), str(tmp_path / "site"), ExportOptions(time_zone="Mars/Base"))


@pytest.fixture(scope="module")
def built(tmp_path_factory, entry, make_entry, shelf) -> Path:
    """The site of ordinary and nasty articles, built by the real Jekyll."""
    if shutil.which("jekyll") is None:
        pytest.skip("jekyll is not installed (apt-get install jekyll)")
    site, out = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("built")
    nasty = {"category": "新闻 [1]/..", "tags": ("[x](y) *z*", "b c")}
    entries = [
        entry,
        make_entry(id=8, code="nasty", title=NASTY_TITLE, html=NASTY_BODY, **nasty),
        make_entry(id=9, code="lines", html="<p>a\n\n    *b*\n\n{{ page.title }} {% if %}</p><p>c</p>"),
        make_entry(id=10, code="undated", published=None, title=None, category=None),
        make_entry(id=11, code="signs", title="\0\x7f\x85\u2028\ufffe\ud800end", language="en"),
        make_entry(id=12, code="url", url="http://a.example/?a|b=*c*_d_{{ page.title }}<e>"),
        *(make_entry(id=20 + n, code=f"more{n}", title=f"more {n}") for n in range(5)),
    ]
    write_jekyll(shelf(*entries), str(site), AT_HOME)
    command = ["jekyll", "build", "-s", str(site), "-d", str(out), "--strict_front_matter"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "Warning" not in run.stderr + run.stdout
    return out


def read(built: Path, name: str) -> str:
    return (built / name).read_text(encoding="utf-8")


def test_jekyll_shows_a_body_as_it_is(built):
    page = read(built, "posts/NW202405011234567890.html")
    assert "<p>新桥昨日通车。</p>\n<p>全长三百米。</p>" in page
    assert '<a href="http://share.example/read.html?code=NW202405011234567890">' in page
    assert '<a href="//news.example/category/hebianribao.html">返回河边日报新闻</a>' in page


def test_jekyll_shows_the_time_as_printed(built):
    assert ">2024-05-01 08:30</time>" in read(built, "posts/NW202405011234567890.html")


def test_jekyll_does_not_reinterpret_a_nasty_body(built):
    assert NASTY_BODY in unescape(read(built, "posts/nasty.html"))


def test_jekyll_keeps_blank_and_indented_lines_within_a_paragraph(built):
    assert "<p>a\n\n    *b*\n\n{{ page.title }} {% if %}</p>" in read(built, "posts/lines.html")


def test_jekyll_shows_a_nasty_title_as_text(built):
    page = read(built, "posts/nasty.html")
    assert "<script>" not in page
    assert f"<h1>{NASTY_TITLE}</h1>" in unescape(page)


def test_jekyll_shows_a_nasty_tag_as_text_in_the_link_home(built):
    assert "返回[x](y) *z*</a>" in read(built, "posts/nasty.html")


def test_jekyll_reads_a_title_of_control_signs(built):
    assert "end</h1>" in read(built, "posts/signs.html")


def test_jekyll_marks_a_post_in_another_language(built):
    assert '<article lang="en">' in read(built, "posts/signs.html")
    assert '<article lang="zh">' in read(built, "posts/nasty.html")


def test_jekyll_links_an_address_of_strange_signs(built):
    page = unescape(read(built, "posts/url.html"))
    assert '<a href="http://a.example/?a%7Cb=*c*_d_{{%20page.title%20}}%3Ce%3E">' in page


def test_jekyll_shows_an_undated_untitled_post_without_a_date(built):
    page = read(built, "posts/undated.html")
    assert "（无标题）" in page
    assert "<time" not in page


def test_jekyll_lists_a_categorys_posts_on_its_page(built):
    page = read(built, "category/hebianribao.html")
    assert page.count("<li>") == 9
    assert '<a href="//news.example/posts/NW202405011234567890.html" lang="zh">' in page


def test_jekyll_lists_a_nasty_category_on_a_page_with_a_safe_name(built):
    (page,) = (built / "category").glob("xinwen-1-*.html")
    assert page.read_text(encoding="utf-8").count("<li>") == 1


def test_jekyll_lists_posts_without_category(built):
    assert "posts/undated.html" in read(built, "category/uncategorised.html")


def test_jekyll_shows_the_five_newest_of_each_newspaper_at_home(built):
    home = read(built, "index.html")
    sections = home.split("<section>")[1:]
    assert sorted(section.count("<li>") for section in sections) == [1, 1, 5]
    assert "河边 &amp; Co" in home


def test_every_link_of_the_site_leads_to_a_page(built):
    for page in built.rglob("*.html"):
        for link in page.read_text(encoding="utf-8").split('href="//news.example/')[1:]:
            name = link.split('"')[0]
            assert (built / (name or "index.html")).is_file(), (page, name)
