"""The metrics of extraction: bags of words and paragraphs, ROUGE-LSum, names, days.

Source: word F1 is the formula of WCXB (``\\w+`` of the lower-cased text); paragraph F1 and ROUGE-LSum
are those of the fundus evaluation; the other sets count every CJK character as a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

_WORD = re.compile(r"\w+")
_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_CJK_OR_WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")
_SEPARATORS = re.compile(r"[,;/|&、，；]|\s和\s|\band\b|\s{2,}", re.IGNORECASE)
_NOT_A_NAME = re.compile(
    r"\([^)]*\)|（[^）]*）|\S+@\S+|\bby\b|记者|作者|通讯员|编辑|撰文|\b(?:dr|prof|phd|md|rd|mph|ms|mba)\b\.?",
    re.IGNORECASE,
)
MOST_OPTIONAL = 4


def words(text: str) -> list[str]:
    """Give the words of a text as WCXB counts them."""
    return _WORD.findall(text.lower())


def signs(text: str) -> list[str]:
    """Give the words of a text, every CJK character one of its own."""
    return _CJK_OR_WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def bag_scores(found: Sequence[str], gold: Sequence[str]) -> tuple[float, float, float]:
    """Give F1, precision and recall of two bags; all 0 where they share nothing."""
    common = sum((Counter(found) & Counter(gold)).values())
    if not common:
        return 0.0, 0.0, 0.0
    precision, recall = common / len(found), common / len(gold)
    return 2 * precision * recall / (precision + recall), precision, recall


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


def paragraph_f1(found: Sequence[str], gold: Sequence[str], optional: Sequence[int]) -> float:
    """Give the F1 of whole paragraphs against the best reference."""
    plain = plain_paragraphs(found)
    return max(bag_scores(plain, reference)[0] for reference in references(gold, optional))


def rouge_lsum(found: Sequence[str], gold: Sequence[str], optional: Sequence[int]) -> float:
    """Give the F1 of ROUGE-LSum against the best reference, a paragraph taken as a sentence."""
    plain = [signs(paragraph) for paragraph in plain_paragraphs(found)]
    return max(
        _rouge_lsum(plain, [signs(paragraph) for paragraph in reference])
        for reference in references(gold, optional)
    )


def _rouge_lsum(found: list[list[str]], gold: list[list[str]]) -> float:
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
    if not hits:
        return 0.0
    precision, recall = hits / total_found, hits / total_gold
    return 2 * precision * recall / (precision + recall)


def _lcs_indices(one: list[str], other: list[str]) -> set[int]:
    """Give the positions in ``one`` of a longest common subsequence with ``other``."""
    if one == other:
        return set(range(len(one)))
    if not set(one) & set(other):
        return set()
    rows = [[0] * (len(other) + 1)]
    for word in one:
        above, row = rows[-1], [0]
        for j, another in enumerate(other):
            row.append(above[j] + 1 if word == another else max(above[j + 1], row[j]))
        rows.append(row)
    i, j, found = len(one), len(other), set()
    while i and j:
        if one[i - 1] == other[j - 1]:
            found.add(i - 1)
            i, j = i - 1, j - 1
        elif rows[i - 1][j] >= rows[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return found


def names(authors: Iterable[str]) -> set[str]:
    """Give the names in author strings, in the form in which they are compared."""
    found: set[str] = set()
    for author in authors:
        for part in _SEPARATORS.split(_NOT_A_NAME.sub(" ", author)):
            plain = " ".join(part.casefold().split()).strip(" .·:：-–—")
            if plain:
                found.add(plain)
    return found


def author_f1(found: Iterable[str], golds: Iterable[Iterable[str]]) -> float:
    """Give the F1 of author names against the best of several gold lists."""
    given = names(found)
    return max(2 * len(given & gold) / max(1, len(given) + len(gold)) for gold in map(names, golds))
