"""The record that every format shows."""

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from archiver.exporters.record import article_record, entry_record, record_line
from archiver.reasons import Reason
from archiver.records import Address, Article, Failure, Moment, Precision, Stage, Target

KEYS = [
    *("id", "url", "urls", "code", "site", "source", "title", "published_at", "published_precision"),
    *("modified_at", "modified_precision", "description", "authors", "byline", "publisher", "editor"),
    *("language", "category", "tags", "section", "keywords", "paragraphs", "text"),
    *(
        "html",
        "image",
        "images",
        "mentions",
        "appearances",
        "revision",
        "first_seen_at",
        "last_seen_at",
        "gone_at",
    ),
]
SEEN_AT = datetime(2024, 5, 1, tzinfo=timezone(timedelta(hours=8)))


def make_article() -> Article:
    url = "http://news.example/1"
    return Article(
        target=Target(url=url, identity=f"url:{url}", site="news.example"),
        addresses=(Address(url, f"url:{url}"),),
        fetched_at=SEEN_AT,
        title=None,
        published=None,
        raw_published="",
        authors=(),
        byline=None,
        publisher=None,
        editor=None,
        language=None,
        category=None,
        tags=(),
        paragraphs=("one", "two"),
        html="<p>one</p><p>two</p>",
        images=(),
        mentions=(),
        text_digest="",
        merge_key=None,
    )


def test_the_keys_keep_their_names_and_order(entry):
    assert list(entry_record(entry)) == KEYS


def test_an_article_outside_an_archive_has_the_same_keys_and_warnings():
    assert list(article_record(make_article())) == [*KEYS, "warnings"]


def test_a_warning_tells_reason_and_message():
    lack = Failure(
        stage=Stage.CLEAN, reason=Reason.NO_DATE, key="", url="", message="no date is known", at=SEEN_AT
    )
    record = article_record(replace(make_article(), lacks=(lack,)))
    assert record["warnings"] == [{"reason": "no-date", "message": "no date is known"}]


def test_what_a_page_says_about_its_article_is_told(told_entry):
    record = entry_record(told_entry)
    keys = ("modified_at", "modified_precision", "description", "image", "section", "keywords")
    assert [record[key] for key in keys] == [
        "2024-05-01T18:00:00+08:00",
        "minute",
        "桥上可以步行: “不收费”。",
        "http://share.example/cover.jpg?size=1&form=wide",
        "城市",
        ["新桥", "步行 与 骑车"],
    ]


def test_what_only_an_archive_knows_is_null_for_an_article():
    record = article_record(make_article())
    unknown = {
        key: record[key]
        for key in ("id", "revision", "first_seen_at", "last_seen_at", "gone_at", "appearances")
    }
    assert unknown == {
        "id": None,
        "revision": None,
        "first_seen_at": None,
        "last_seen_at": None,
        "gone_at": None,
        "appearances": [],
    }


def test_an_articles_addresses_are_plain_texts():
    record = json.loads(record_line(article_record(make_article())))
    assert (record["url"], record["urls"]) == ("http://news.example/1", ["http://news.example/1"])


def test_paragraphs_are_joined_by_a_blank_line_in_the_text(entry):
    assert entry_record(entry)["text"] == "新桥昨日通车。\n\n全长三百米。"


def test_a_time_is_written_with_its_offset(entry):
    assert entry_record(entry)["published_at"] == "2024-05-01T08:30:05+08:00"


def test_a_day_is_written_as_its_first_second_with_its_precision(entry):
    record = entry_record(
        replace(entry, published=Moment(at=entry.published.at, precision=Precision.DAY)),
    )
    assert (record["published_at"], record["published_precision"]) == ("2024-05-01T00:00:00+08:00", "day")


def test_absent_values_are_null_or_an_empty_list(entry):
    record = entry_record(replace(entry, url="", title=None, published=None, authors=(), images=()))
    assert [record[key] for key in ("url", "title", "published_at", "authors", "images")] == [
        None,
        None,
        None,
        [],
        [],
    ]


def test_parts_are_plain_dictionaries(entry):
    record = entry_record(entry)
    assert record["images"] == [{"url": "http://share.example/bridge.jpg", "caption": "新桥"}]
    assert record["mentions"] == [{"name": "桥梁公司", "code": "1.600000"}]
    assert record["appearances"] == [
        {
            "url": "http://other.example/1.html",
            "publisher": "山边日报",
            "title": "通车",
            "published_at": None,
        }
    ]


def test_a_line_keeps_chinese_readable():
    assert record_line({"title": "新桥"}) == '{"title": "新桥"}'


def test_a_line_escapes_separators_that_some_readers_break_lines_at():
    line = record_line({"title": "a\u2028b\u2029c\x85d\ne"})
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {"title": "a\u2028b\u2029c\x85d\ne"}


def test_a_line_with_a_lone_surrogate_can_be_encoded_and_read_back():
    line = record_line({"title": "a\ud800b"}).encode("utf-8")
    assert json.loads(line) == {"title": "a\ud800b"}
