"""The gold agrees with the markup, as far as that can be checked without extracting anything."""

import html
import re

import pytest

from archiver.sample.articles import articles_showing, get_article, load_articles, load_broken_records
from archiver.sample.generated import generate_articles

ARTICLES = load_articles()
BYLINES = [
    "byline-square",
    "byline-reporter",
    "byline-own-reporters",
    "byline-brackets-correspondent",
    "byline-words-and-pictures",
    "byline-words-slash",
    "byline-author",
    "byline-source-and-author",
    "byline-agency-dateline",
    "byline-inside-sentence",
    "byline-at-end",
    "byline-english",
    "byline-english-agency",
    "spaced-name",
    "compound-surname",
    "dotted-name",
    "several-authors",
]


def squeeze(words: str) -> str:
    return re.sub(r"\s", "", words)


def words_of(body: str) -> str:
    return squeeze(html.unescape(re.sub(r"<[^>]*>", "", body)))


def test_codes_are_unique_and_there_are_enough():
    assert len({article.code for article in ARTICLES}) == len(ARTICLES) >= 36


@pytest.mark.parametrize(
    "article", [article for article in ARTICLES if article.expected], ids=lambda a: a.code
)
def test_gold_stands_in_the_markup_in_order(article):
    place, words = 0, words_of(article.body)
    for paragraph in article.expected.paragraphs:
        place = words.index(squeeze(paragraph), place) + len(squeeze(paragraph))
    for name in article.expected.authors:
        assert squeeze(name) in words
    for image in article.expected.images:
        assert f'src="{image.url}"' in article.body
    for mention in article.expected.mentions:
        assert f'data-code="{mention.code.replace(".", ",")}"' in article.body
        assert any(mention.name in paragraph for paragraph in article.expected.paragraphs)


@pytest.mark.parametrize("feature", BYLINES)
def test_every_byline_form_is_shown(feature):
    assert articles_showing(feature)


def test_same_text_under_two_codes_in_two_newspapers():
    first, second = articles_showing("same-text")
    assert first.expected.paragraphs == second.expected.paragraphs
    assert first.newspaper != second.newspaper


def test_gold_times_know_their_offset():
    for article in ARTICLES:
        if article.expected and article.expected.published_at:
            assert article.expected.published_at.utcoffset() is not None


def test_unknown_code_raises():
    with pytest.raises(KeyError):
        get_article("NW000")


def test_broken_records_are_of_every_list_form():
    assert {broken.list_name for broken in load_broken_records()} == {"rolling", "papers", "market37"}


def test_generated_articles_are_different_and_always_the_same():
    articles = list(generate_articles(2_000))
    assert articles[:50] == list(generate_articles(50))
    assert len({article.code for article in articles}) == len(articles)
    assert len({article.expected.paragraphs for article in articles}) == len(articles)
    assert {len(article.expected.paragraphs) for article in articles} == {3, 4, 5, 6}
    for article in articles[:100]:
        assert all(squeeze(paragraph) in words_of(article.body) for paragraph in article.expected.paragraphs)
