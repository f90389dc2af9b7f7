"""Feeds of a reader become sources, are crawled, and go back."""

from __future__ import annotations

from newsrooms import Newsroom


def opml(*urls: str) -> str:
    lines = "".join(f'<outline type="rss" text="Courier" xmlUrl="{url}"/>' for url in urls)
    return f'<opml version="2.0"><body><outline text="harbour">{lines}</outline></body></opml>'


def test_imported_feeds_are_crawled_and_exported(newsroom: Newsroom) -> None:
    place = newsroom.folder / "mine.opml"
    feed = newsroom.site.url + "/feed.rss"
    place.write_text(opml(feed, feed, "ftp://nowhere.example/"))
    done = newsroom.run("sources", "import", str(place))
    assert done.code == 3
    assert done.out.startswith("1 sources added to ")
    assert done.out.rstrip().endswith("0 known · 1 repeated · 1 faulty")
    assert "left out" in done.err
    again = newsroom.run("sources", "import", str(place))
    assert again.out.startswith("0 sources added to ")
    exported = newsroom.run("sources", "export-opml")
    assert (exported.code, exported.out.count("xmlUrl")) == (0, 1)
    assert f'xmlUrl="{feed}"' in exported.out


def test_a_file_that_is_no_opml_is_one_line(newsroom: Newsroom) -> None:
    for place, told in ((newsroom.config, "is no OPML"), (newsroom.folder / "none.opml", "cannot be read")):
        done = newsroom.run("sources", "import", str(place))
        assert done.code == 1
        assert told in done.err
        assert len(done.err.strip().splitlines()) == 1
