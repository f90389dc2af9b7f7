"""The metrics, each worked out by hand."""

import pytest
from metrics import (
    author_scores,
    bag_scores,
    date_scores,
    names,
    paragraph_scores,
    references,
    rouge_lsum,
    signs,
    snippet_share,
    words,
)


def test_words_are_lower_cased_and_signs_are_single_characters_in_chinese():
    assert words("Don't stop, 北京 2024!") == ["don", "t", "stop", "北京", "2024"]
    # Full-width letters are plain ones, and every CJK character counts by itself.
    assert signs("Don't，北京 2024!") == ["don", "t", "北", "京", "2024"]


def test_a_word_that_stands_twice_counts_twice():
    # Common: a once, b once; 2 of 4 found words and 2 of 3 expected ones.
    f1, precision, recall = bag_scores(["a", "a", "b", "x"], ["a", "b", "c"])
    assert (precision, recall) == (2 / 4, 2 / 3)
    assert f1 == pytest.approx(2 * (1 / 2) * (2 / 3) / (1 / 2 + 2 / 3))


@pytest.mark.parametrize(("found", "gold"), [([], ["a"]), (["x"], ["a"]), ([], [])])
def test_nothing_in_common_is_nothing(found, gold):
    assert bag_scores(found, gold) == (0.0, 0.0, 0.0)


def test_snippets_are_looked_for_without_case():
    assert snippet_share("The Fox ran", ["the fox", "RAN", "hen"]) == pytest.approx(2 / 3)
    assert snippet_share("The Fox ran", []) is None


def test_paragraphs_count_whole():
    # Two of three are right to the letter; white space is none of their letters.
    f1, precision, recall = paragraph_scores(["One  two", "three", "fou"], ["One two", "three", "four"], [])
    assert (f1, precision, recall) == pytest.approx((2 / 3, 2 / 3, 2 / 3))


def test_an_optional_paragraph_may_be_there_or_not():
    gold = ["lead", "text", "note"]
    assert paragraph_scores(["lead", "text"], gold, [2]) == (1.0, 1.0, 1.0)
    assert paragraph_scores(["lead", "text", "note"], gold, [2]) == (1.0, 1.0, 1.0)
    assert paragraph_scores(["lead", "text"], gold, [])[2] == pytest.approx(2 / 3)


def test_of_five_optional_paragraphs_all_count_or_none():
    gold = list("abcdef")
    assert len(references(gold, [0, 1, 2, 3])) == 16
    assert references(gold, [0, 1, 2, 3, 4]) == [["f"], gold]


def test_rouge_takes_the_words_in_order():
    # In "the cat sat down" the longest run in order of "down the cat" is "the cat": 2 of 3 and 2 of 4.
    f1, precision, recall = rouge_lsum(["down the cat"], ["the cat sat down"], [])
    assert (precision, recall) == (2 / 3, 2 / 4)
    assert f1 == pytest.approx(4 / 7)


def test_rouge_joins_what_several_sentences_match():
    # "a b" and "c d" match the two halves of the expected sentence: together the whole of it.
    assert rouge_lsum(["a b", "c d"], ["a b c d"], []) == (1.0, 1.0, 1.0)


def test_rouge_counts_no_found_word_twice():
    # Both expected sentences match the one "a b", whose words are there only once.
    _, precision, recall = rouge_lsum(["a b"], ["a b", "a b"], [])
    assert (precision, recall) == (1.0, 0.5)


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        (["By Ann Lee and Bo Chan"], {"ann lee", "bo chan"}),
        (["Dr. Ann Lee, PhD | bo@example.com"], {"ann lee"}),
        (["记者 张三、李四（北京）"], {"张三", "李四"}),
        (["Christopher S. Penn"], {"christopher s penn"}),
        (["Written by", "https://example.com/ann"], set()),
    ],
)
def test_names_are_cut_out_of_what_is_printed(authors, expected):
    assert names(authors) == expected


def test_authors_are_compared_as_sets_and_with_the_best_list():
    # One of two given, one of one expected: 2·1/(2+1).
    assert author_scores(["Ann Lee", "Bo Chan"], [["ann lee"]]) == (pytest.approx(2 / 3), 0.0)
    assert author_scores(["Bo Chan, Ann Lee"], [["Ann Lee"], ["Ann Lee", "Bo Chan"]]) == (1.0, 1.0)
    assert author_scores([], [["Ann Lee"]]) == (0.0, 0.0)


def test_dates_over_a_set_are_sums_by_sums():
    gold = "2024-05-01"
    found = [gold, gold, gold, "2024-05-02", None]  # 3 right, 1 wrong, 1 silent
    scores = [date_scores(one, gold) for one in found]

    def total(name):
        return sum(one[name][0] for one in scores) / sum(one[name][1] for one in scores)

    assert total("date_acc") == pytest.approx(3 / 5)
    assert total("date_P") == pytest.approx(3 / 4)
    assert total("date_R") == pytest.approx(3 / (3 + 1))
    assert total("date_F") == pytest.approx(2 * 3 / (2 * 3 + 1 + 1))
