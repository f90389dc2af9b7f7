"""The headline of a page, without the site's name."""

from __future__ import annotations

import pytest

from archiver.sites.page.page import open_page
from archiver.sites.page.titles import find_title

TEXT = (
    "<p>The ferry to the northern bank left at five, and nobody was on it but the man who steers it.</p>" * 4
)
URL = "https://www.harbourpost.example/2024/ferry"


def read(title: str = "", body: str = "", head: str = "", url: str = URL) -> tuple[str, str]:
    page = open_page(f"<html><head><title>{title}</title>{head}</head><body>{body}{TEXT}</body></html>", url)
    assert page is not None
    found = find_title(page)
    return found.value, found.rule


@pytest.mark.parametrize("sign", ["|", "-", "–", "—", "·", "::", "»"])
def test_the_sites_name_goes_whatever_sign_parts_it(sign: str) -> None:
    assert read(f"The last ferry has left {sign} Harbour Post")[0] == "The last ferry has left"


def test_the_sites_name_goes_from_the_front() -> None:
    assert read("Harbour Post: The last ferry has left")[0] == "The last ferry has left"


@pytest.mark.parametrize("tail", ["_云溪网", "_本地新闻_云溪网", "-云溪日报", " | 云溪网", "--云溪新闻网"])
def test_chinese_tails_go(tail: str) -> None:
    assert read(f"渡口开了三条新航线{tail}")[0] == "渡口开了三条新航线"


def test_the_heading_that_the_title_holds_is_the_headline() -> None:
    body = "<h1>Harbour Post</h1><h1>The last ferry has left</h1><h1>More news from the harbour</h1>"
    assert read("The last ferry has left | Harbour Post", body) == ("The last ferry has left", "h1")


def test_a_letter_in_an_element_of_its_own_stays_in_its_word() -> None:
    body = "<h1><span>T</span>he last ferry<br>has left</h1>"
    assert read("The last ferry has left", body)[0] == "The last ferry has left"


@pytest.mark.parametrize("tail", [" | Opinion", " | Harbour news | Harbour Post", " - Harbour Post"])
def test_the_sites_name_and_section_go_from_a_heading_too(tail: str) -> None:
    body = f"<h1>Nobody was on the last ferry{tail}</h1>"
    assert read("Nobody was on the last ferry", body)[0] == "Nobody was on the last ferry"


def test_a_heading_that_shares_one_word_with_the_title_is_about_something_else() -> None:
    body = "<h1>What we think about ferries and harbours</h1>"
    assert read("The last of the old ferries has left | Harbour Post", body)[0] == (
        "The last of the old ferries has left"
    )


def test_a_heading_in_other_words_comes_before_the_title() -> None:
    body = "<h1>Nobody was on the last ferry to the north</h1>"
    assert read("Last ferry leaves empty", body)[0] == "Nobody was on the last ferry to the north"


def test_a_heading_about_something_else_does_not() -> None:
    body = "<h1>Search our pages</h1>"
    assert read("The last ferry has left | Harbour Post", body)[0] == "The last ferry has left"


def test_a_heading_that_is_the_sites_name_does_not() -> None:
    assert read("The last ferry has left", "<h1>Harbour Post</h1>")[0] == "The last ferry has left"


def test_a_date_in_the_heading_is_no_part_of_the_headline() -> None:
    body = "<h1>The last ferry has left <span>Posted on 1 May 2024 by Ann</span></h1>"
    assert read("The last ferry has left", body)[0] == "The last ferry has left"


def test_without_a_heading_the_line_that_the_title_names_is_the_headline() -> None:
    body = "<div class=t>渡口开了三条新航线</div>"
    assert read("渡口开了三条新航线 云溪县人民医院", body) == ("渡口开了三条新航线", "line:div")


def test_a_list_of_words_for_search_engines_is_no_headline() -> None:
    body = "<h1>渡口_航线_渡船_船票_班次_云溪</h1>"
    assert read("渡口开了三条新航线", body)[0] == "渡口开了三条新航线"


def test_what_nobody_names_is_not_made_up() -> None:
    assert read() == ("", "")
