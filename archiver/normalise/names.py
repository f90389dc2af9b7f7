"""What a person's name looks like: Chinese names by their surname, western names by their capitals.

Both are guesses from form alone, so callers say how much else speaks for a name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archiver.normalise.name_words import (
    ACCOUNT_WORDS,
    CHINESE_BEGINNINGS,
    CHINESE_WORDS,
    COMMON_SURNAMES,
    COMPOUND_SURNAMES,
    FIRST_NAMES,
    ORGANISATION_ENDS,
    PARTICLES,
    SURNAMES,
    WESTERN_WORDS,
    WORDS_ALONE,
)

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"

# Signs that stand in no given name.
_NO_GIVEN = frozenset(
    "的了是在们这哪个与及或没被把从将吗呢吧省市县区镇村员者量性论第报社网局厅院部司称说讯摄岁元届某%"
)
_DOTTED = re.compile(rf"[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}}){{1,4}}")
_ONLY_HAN = re.compile(rf"[{HAN}]+")
_ANY_HAN = re.compile(rf"[{HAN}]")
_UNNAMED = re.compile(
    r"佚名|未知|匿名|不详|暂无|原创|转载|综合|本站|本报|本网|编者|编辑|小编|记者|评论员|通讯员|作者|网友|^图为|^图说|^本文|^据"
)


def has_han(text: str) -> bool:
    """Whether there is a Chinese sign in the text."""
    return not text.isascii() and _ANY_HAN.search(text) is not None


def is_chinese_name(text: str) -> bool:
    """Whether this is surname and given name, or a name with middle dots."""
    if text.endswith("摄"):  # the photographer's mark, run together with a name
        return False
    if "·" in text:
        return _DOTTED.fullmatch(text) is not None
    if not 2 <= len(text) <= 4 or not _ONLY_HAN.fullmatch(text) or text in CHINESE_WORDS:
        return False
    if any(sign in _NO_GIVEN for sign in text[1:]) or text in COMPOUND_SURNAMES:
        return False
    if text[:2] in COMPOUND_SURNAMES and len(text) > 2:
        return True
    return len(text) <= 3 and text[0] in SURNAMES and text[:2] not in CHINESE_BEGINNINGS


def is_surname_alone(text: str) -> bool:
    """Whether this can be the first part of a name printed with a blank in it: ``赵 明``, ``欧阳 修``."""
    return text in SURNAMES or text in COMPOUND_SURNAMES


def split_chinese_names(text: str) -> tuple[str, ...]:
    """Names that are run together, where only one way of splitting them is possible; else ``()``."""
    if not 4 <= len(text) <= 12 or not _ONLY_HAN.fullmatch(text):
        return ()
    found = list(_splits(text, 2))
    return found[0] if len(found) == 1 else ()


def _splits(text: str, limit: int) -> list[tuple[str, ...]]:
    """Up to ``limit`` ways of reading the text as names, shortest first name first."""
    if not text:
        return [()]
    found: list[tuple[str, ...]] = []
    for length in (2, 3):
        head = text[:length]
        if len(head) == length and head[0] in COMMON_SURNAMES and is_chinese_name(head):
            found += [(head, *rest) for rest in _splits(text[length:], limit)]
        if len(found) >= limit:
            break
    return found[:limit]


def is_pen_name(text: str) -> bool:
    """Whether an author field may hold this as a name: two to six signs that name no organisation."""
    if (
        not 2 <= len(text) <= 6
        or not _ONLY_HAN.fullmatch(text)
        or text in CHINESE_WORDS
        or _UNNAMED.search(text)
    ):
        return False
    return not text.endswith((*ORGANISATION_ENDS, "摄"))


_WORD = re.compile(r"(?:(?:[^\W\d_]{1,3}['’])?[^\W\d_]+(?:['’\-‐][^\W\d_]+)*\.?|(?:[^\W\d_]\.){2,3})")
_TITLES = re.compile(r"^(?:(?:dr|prof|mr|mrs|ms|mx|sir|dame|rev|professor|doctor)\b\.?\s+)+", re.IGNORECASE)
_SINGLE = re.compile(r"[^\W\d_]{2,30}(?:['’\-][^\W\d_]{2,30})?")
_POSSESSIVE = re.compile(r"['’]s\b")
_WORDS_AND_NAMES = frozenset({"he", "to", "do", "an", "so"})  # Yang He, An Li: names of two words only
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})


def strip_honours(text: str) -> str:
    """Without ``Dr.`` and ``Prof.`` before the name."""
    return _TITLES.sub("", text)


@lru_cache(maxsize=64)  # a name is asked about several times while its page is read
def is_western_name(text: str) -> bool:
    """Whether this is two to five capitalised words, with particles and initials between them."""
    words = text.split()
    if len(words) > 2 and words[-1].lower() in _SUFFIXES:
        words.pop()
    if not 2 <= len(words) <= 6 or len(text) > 60:
        return False
    capitalised = [word for word in words if word.lower() not in PARTICLES or word[0].isupper()]
    if not 2 <= len(capitalised) <= 5 or (words[-1].islower() and words[-1] in PARTICLES):
        return False
    if not all(_WORD.fullmatch(word) and word[0].isupper() for word in capitalised):
        return False
    known = [word.lower().strip(".") for word in words if not _is_initial(word)]
    if len(words) == 2:
        known = [word for word in known if word not in _WORDS_AND_NAMES]
    if any(word in WESTERN_WORDS for word in known):
        return False
    return not _POSSESSIVE.search(text) and any(len(word.strip(".")) > 1 for word in capitalised)


def _is_initial(word: str) -> bool:
    return len(word.strip(".")) == 1 and word[0].isupper()


def is_single_name(text: str) -> bool:
    """Whether one word can be the whole author field: a first name or the name of an account."""
    if not _SINGLE.fullmatch(text) or text.lower() in WORDS_ALONE:
        return False
    return text[0].isupper() or text.isascii()


_ACCOUNT = re.compile(r"[\w.'’+\- ]+")
_CODE = re.compile(r"@|://|\d{5}|\d[a-z]+\d")


def is_account_name(text: str) -> bool:
    """Whether this can be what an organisation or account is called, and is no role or word of the page."""
    if not _ACCOUNT.fullmatch(text) or _CODE.search(text) or not any(map(str.isalpha, text)):
        return False
    words = re.findall(r"[\w.'’]+", text.lower())
    return any(word.strip(".") not in ACCOUNT_WORDS for word in words)


def is_first_name(text: str) -> bool:
    """Whether a name of several words begins with a first name that many people have."""
    return text.split(maxsplit=1)[0].lower() in FIRST_NAMES if text else False


def settle_case(name: str) -> str:
    """``JOHN MCDONALD`` as ``John McDonald``; a name that is not all capitals stays as it is."""
    if not name.isupper() or " " not in name:
        return name
    letters = [sign for sign in name if sign.isalpha()]
    if len(letters) < 5 or not all(sign.isupper() for sign in letters):
        return name
    words = name.split()
    return " ".join(_settle_word(word, place, len(words)) for place, word in enumerate(words))


def _settle_word(word: str, place: int, count: int) -> str:
    lower = word.lower()
    if 0 < place < count - 1 and lower in PARTICLES:
        return lower
    if lower in ("ii", "iii", "iv") or "." in word[:-1]:
        return word
    if place < count - 1 and len(word) == 2 and not set(lower) & set("aeiouy"):
        return word  # TJ, JD
    parts = re.split(r"(['’\-])", lower)
    cased = "".join(part[:1].upper() + part[1:] for part in parts)
    return re.sub(r"^Mc([a-z])", lambda found: "Mc" + found[1].upper(), cased)
