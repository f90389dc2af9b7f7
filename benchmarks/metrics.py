"""The metrics of extraction: bags of words and paragraphs, ROUGE-LSum, names, days.

Source: word F1 is the formula of WCXB (``\\w+`` of the lower-cased text); paragraph F1 and ROUGE-LSum
are those of the fundus evaluation; the other sets count every CJK character as a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations

_WORD = re.compile(r"\w+")
_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK_OR_WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")
_SEPARATORS = re.compile(r"[,;/|&、，；]|\s和\s|\band\b|\s{2,}", re.IGNORECASE)
_NOT_A_NAME = re.compile(
    r"\([^)]*\)|（[^）]*）|https?://\S+|\S+@\S+|\b(?:written |posted |story )?by\b"
    r"|记者|作者|通讯员|编辑|撰文|\b(?:dr|prof|phd|md|rd|mph|ms|mba)\b\.?",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[^\W_]+")
MOST_OPTIONAL = 4
Scores = tuple[float, float, float]
"""F1, precision and recall."""
Sentence = tuple[str, ...]


def words(text: str) -> list[str]:
    """Give the words of a text as WCXB counts them."""
    return _WORD.findall(text.lower())


def signs(text: str) -> list[str]:
    """Give the words of a text, every CJK character one of its own."""
    return _CJK_OR_WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def bag_scores(found: Sequence[str], gold: Sequence[str]) -> Scores:
    """Give F1, precision and recall of two bags; all 0 where they share nothing."""
    return _scores(sum((Counter(found) & Counter(gold)).values()), len(found), len(gold))


def snippet_share(text: str, snippets: Sequence[str]) -> float | None:
    """Give the share of snippets that occur in a text; ``None`` where there are none."""
    if not snippets:
        return None
    lowered = text.lower()
    return sum(snippet.lower() in lowered for snippet in snippets) / len(snippets)


def plain_paragraphs(paragraphs: Iterable[str]) -> list[str]:
    """Give paragraphs with their white space collapsed, empty ones left out."""
    return [plain for plain in (" ".join(paragraph.split()) for paragraph in paragraphs) if plain]


def references(paragraphs: Sequence[str], optional: Sequence[int]) -> list[list[str]]:
    """Give every body that counts as right: with any of a few optional paragraphs, else all or none."""
    left = [index for index in optional if index < len(paragraphs)]
    chosen = [set(part) for size in range(len(left) + 1) for part in combinations(left, size)]
    kept = chosen if len(left) <= MOST_OPTIONAL else [set(), set(left)]
    gone = set(left)
    return [
        plain_paragraphs(p for i, p in enumerate(paragraphs) if i not in gone or i in keep) for keep in kept
    ]


def paragraph_scores(found: Sequence[str], gold: Sequence[str], optional: Sequence[int]) -> Scores:
    """Give F1, precision and recall of whole paragraphs against the best reference."""
    plain = plain_paragraphs(found)
    return max(bag_scores(plain, reference) for reference in references(gold, optional))


def rouge_lsum(found: Sequence[str], gold: Sequence[str], optional: Sequence[int]) -> Scores:
    """Give F1, precision and recall of ROUGE-LSum against the best reference; a paragraph is a sentence."""
    plain = [tuple(signs(paragraph)) for paragraph in plain_paragraphs(found)]
    return max(
        _rouge_lsum(plain, [tuple(signs(paragraph)) for paragraph in reference])
        for reference in references(gold, optional)
    )


def _rouge_lsum(found: list[Sentence], gold: list[Sentence]) -> Scores:
    found_left, gold_left = Counter(w for s in found for w in s), Counter(w for s in gold for w in s)
    total_found, total_gold = sum(found_left.values()), sum(gold_left.values())
    hits = 0
    for sentence in gold:
        matched = set().union(*(_lcs_indices(sentence, other) for other in found)) if found else set()
        for index in sorted(matched):
            word = sentence[index]
            if found_left[word] > 0 and gold_left[word] > 0:
                found_left[word] -= 1
                gold_left[word] -= 1
                hits += 1
    return _scores(hits, total_found, total_gold)


def _scores(common: int, found_count: int, gold_count: int) -> Scores:
    if not common:
        return 0.0, 0.0, 0.0
    precision, recall = common / found_count, common / gold_count
    return 2 * precision * recall / (precision + recall), precision, recall


@lru_cache(maxsize=10_000)  # the references of a page have most sentences in common
def _lcs_indices(one: Sentence, other: Sentence) -> set[int]:
    """Give the positions in ``one`` of a longest common subsequence with ``other``."""
    if one == other:
        return set(range(len(one)))
    shared = set(one) & set(other)
    places = [place for place, word in enumerate(one) if word in shared]
    others = [word for word in other if word in shared]
    rows = [[0] * (len(others) + 1)]
    for place in places:
        above, row, word = rows[-1], [0], one[place]
        for j, another in enumerate(others):
            row.append(above[j] + 1 if word == another else max(above[j + 1], row[j]))
        rows.append(row)
    i, j, found = len(places), len(others), set()
    while i and j:
        if one[places[i - 1]] == others[j - 1]:
            found.add(places[i - 1])
            i, j = i - 1, j - 1
        elif rows[i - 1][j] >= rows[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return found


def names(authors: Iterable[str]) -> set[str]:
    """Give the names in author strings as they are compared: words, without dots and dashes."""
    found: set[str] = set()
    for author in authors:
        for part in _SEPARATORS.split(_NOT_A_NAME.sub(" ", author)):
            if plain := " ".join(_NAME_WORD.findall(part.casefold())):
                found.add(plain)
    return found


def author_scores(found: Iterable[str], golds: Iterable[Iterable[str]]) -> tuple[float, float]:
    """Give the F1 of author names against the best of several expected lists, and whether one is met."""
    given = names(found)
    lists = [names(gold) for gold in golds]
    f1 = max(2 * len(given & gold) / max(1, len(given) + len(gold)) for gold in lists)
    return f1, float(given in lists)


def date_scores(found: str | None, gold: str) -> dict[str, tuple[float, float]]:
    """Give (value, weight) of a day for each date metric; a metric is the sum of values by that of weights.

    ``date_R`` is right/(right + not answered), htmldate's definition: a wrong answer is none of its faults.
    """
    right, is_silent = float(found == gold), float(found is None)
    return {
        "date_acc": (right, 1.0),
        "date_P": (right, 1.0 - is_silent),
        "date_R": (right, right + is_silent),
        "date_F": (2 * right, 1.0 + right),
    }
