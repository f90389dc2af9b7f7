"""The time of day that a page prints is taken only where there is nothing to choose."""

import pytest
from clocks import expected_clock, read_clock
from html_lines import visible_lines

DAY = "2024-05-01"
TEXT = "今天早上第一班电车准时开出。"


def page(above, below=""):
    return (
        f"<html><head><title>2024-05-01 01:01</title></head><body>{above}<p>{TEXT}</p>{below}</body></html>"
    )


@pytest.mark.parametrize(
    "printed",
    [
        "2024-05-01 09:05",
        "2024-05-01 09:05:33 来源：某报",
        "2024年5月1日 9:05",
        "发表于2024/05/01 09:05|",
        "<span>2024-05-01</span> <span>09:05</span>",
    ],
)
def test_a_printed_time_is_expected(printed):
    assert expected_clock(page(f"<div>{printed}</div>"), DAY, [TEXT]) == "09:05"


@pytest.mark.parametrize(
    "printed",
    [
        "2024-05-01",  # no time of day
        "2024-05-02 09:05",  # another day
        "<p>2024-05-01 09:05</p><p>2024-05-01 10:30</p>",  # two times
        "<script>'2024-05-01 09:05'</script>",  # nobody sees it
        "05-01 09:05",  # no year
    ],
)
def test_what_is_not_plain_is_not_expected(printed):
    assert expected_clock(page(printed), DAY, [TEXT]) is None


def test_a_later_change_is_no_time_of_publication():
    assert (
        expected_clock(page("<p>2024-05-01 09:05</p><p>更新：2024-05-01 10:30</p>"), DAY, [TEXT]) == "09:05"
    )


def test_what_stands_under_the_text_is_another_articles():
    assert (
        expected_clock(page("<p>2024-05-01 09:05</p>", "<li>2024-05-01 10:30</li>"), DAY, [TEXT]) == "09:05"
    )


@pytest.mark.parametrize(
    ("published", "clock"),
    [
        ("2024-05-01T09:05:33+08:00", "09:05"),
        ("2024年5月1日 9:05", "09:05"),
        ("2024-05-01", None),
        (None, None),
    ],
)
def test_a_systems_time_is_read(published, clock):
    assert read_clock(published) == clock


def test_lines_are_those_a_reader_sees():
    html = "<head><title>T</title><body><p>One <b>bold</b><br>two</p><style>p{}</style><div>three<div>four"
    assert visible_lines(html) == ["One bold", "two", "three", "four"]
