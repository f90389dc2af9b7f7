"""Headlines as text: markup, entities and the site's own name taken off, everything else as printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from archiver.normalise.text import without_markup

LONGEST = 2000  # characters looked at; no headline is longer, and the work stays bounded

# Invisible signs; joiners stay where letters or emoji need them.
_INVISIBLE = re.compile(
    r"[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    r"\ud800-\udfff]|(?<![\u0600-\u0dff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)
_WHOLE = re.compile(r"【([^【】]*)】")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

_LOOSE = re.compile(r"\s+(?:-{1,2}|[–—|｜»·•]|::)\s+|\s*[_|｜]+\s*|(?<=[^\s-])-{1,2}(?=[^\s-])|—{1,2}|–")
_LOOSE_SIGN = re.compile(r"[-–—|｜»·•_:]")
"""Signs of which each of these has one; it is quicker to look for them first."""
_LONGEST_NAME = 60
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_CHINESE_NAME = re.compile(
    rf"[{_HAN}A-Za-z0-9·]{{0,14}}(?:网|新闻|日报|晚报|早报|晨报|时报|商报|都市报|周刊|周报|在线|频道|客户端|电视台|"
    r"通讯社|新华社|新闻中心|财经|门户|网站|首页)"
    r"|(?:网易|新浪|搜狐|腾讯|凤凰|和讯|东方财富|观察者|环球|界面|人民|新华|央视|百度)"
    rf"[{_HAN}]{{0,6}}|游民星空|百家号|澎湃新闻|今日头条|雪球|虎嗅|36氪|首页[{_HAN}]{{2,4}}|[{_HAN}]{{2,4}}首页"
)
_BARE_WORDS = frozenset(
    {"新闻", "财经", "频道", "网站", "在线", "首页", "人民", "环球", "百度", "搜狐", "凤凰"}
)
_DOMAIN = re.compile(
    r"(?:www\.)?[a-z0-9-]{2,}(?:\.[a-z0-9-]+){0,2}\.(?:com|cn|net|org|co\.uk|de|fr|info|tv|news)",
    re.IGNORECASE,
)
_ENGLISH_NAME = re.compile(
    r"(?:(?:The|of|and|&|[A-Z][\w.'’&-]*|[A-Z0-9]{2,})\s+){0,4}"
    r"(?:News|Times|Post|Daily|Herald|Tribune|Gazette|Journal|Chronicle|Magazine|Weekly|Telegraph|Observer|"
    r"Independent|Guardian|Examiner|Globe|Sentinel|Courier|Bulletin|Newspaper|Network|Reuters|Bloomberg)"
)
_KNOWN = frozenset(
    {"the paper", "bbc", "cnn", "npr", "cnbc", "ap", "afp", "abc", "cbs", "politico", "axios", "medium"}
)
_NO_NAME = frozenset(
    {"good", "bad", "breaking", "fake", "no", "big", "best", "latest", "more", "end", "hard", "modern"}
)
_SECTION_SIGN = re.compile(r"[_|｜]|\s-\s")
_SECTION = re.compile(
    rf"[{_HAN}0-9%]{{2,6}}|(?:(?:UK|US|World|Local|Business)\s)?(?:News|World|Politics|Business|Sports?|Opinion|"
    r"Technology|Tech|Science|Health|Culture|Arts|Money|Markets|Entertainment|Lifestyle|Travel)"
)


def clean_title(raw: str, *, site_names: Sequence[str] = ()) -> str | None:
    """The headline without markup and without the site's name behind it.

    Cleaning a cleaned title changes nothing.

    Args:
        site_names: names by which the site is known; a tail that is one of them is taken off
            whatever stands before it. Other tails go only where they are plainly a site's name.

    Returns:
        ``None`` where nothing but separators is left.
    """
    names = frozenset(filter(None, (_fold(name) for name in site_names)))
    title = raw.strip()[:LONGEST]
    while True:  # ends: a step shortens the text, or normalises what it will find normalised
        cleaned = _strip_site(_plain_text(title), names)
        if cleaned == title:
            break
        title = cleaned
    return title if any(sign not in " -–—_|｜·•»:" for sign in title) else None


def _fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name[:LONGEST]).casefold().split())


def _plain_text(text: str) -> str:
    text = without_markup(text)
    if not text.isprintable():
        text = _INVISIBLE.sub("", _CONTROL.sub(" ", text))
    text = " ".join(unicodedata.normalize("NFC", text).split())[:LONGEST].strip()
    whole = _WHOLE.fullmatch(text)
    return whole[1].strip() if whole else text


def _strip_site(title: str, names: frozenset[str]) -> str:
    """The title without its last part, where that is the site's name."""
    start = max(0, len(title) - 2 * _LONGEST_NAME)
    if not _LOOSE_SIGN.search(title, start):
        return title
    for found in reversed(list(_LOOSE.finditer(title, start))):
        head, tail = title[: found.start()].rstrip(" -–—_|｜·•»"), title[found.end() :].strip()
        if len(tail) > _LONGEST_NAME or not _can_stand(head):
            break
        if _fold(tail) in names or _is_site_name(head, found[0], tail):
            return _strip_section(head)
    return title


def _can_stand(head: str) -> bool:
    """Whether a title is left: two Chinese characters or a word of some length."""
    return len(re.findall(rf"[{_HAN}]", head)) >= 2 or len(re.findall(r"\w", head)) >= 3


def _is_site_name(head: str, sign: str, tail: str) -> bool:
    if _DOMAIN.fullmatch(tail):
        return tail.lower() not in ("asp.net", "vb.net", "ado.net")
    if _CHINESE_NAME.fullmatch(tail):
        strong = sign.strip() in ("_", "|", "｜") or sign.isspace() or tail not in _BARE_WORDS
        return strong and (
            sign.strip() not in ("—", "–", "——") or sign != sign.strip() or tail.endswith("网")
        )
    if sign == sign.strip() and sign not in ("_", "|", "｜"):
        return False  # Spider-Man, 9–5: an English name stands behind a spaced sign
    if tail.casefold() in _KNOWN:
        return True
    words = tail.split()
    if not _ENGLISH_NAME.fullmatch(tail) or any(word.lower() in _NO_NAME for word in words):
        return False
    return sign.strip() in ("_", "|", "｜") or (
        len(head.split()) >= 3 and tail not in ("News", "Post", "Daily")
    )


def _strip_section(head: str) -> str:
    """Without the section printed between the headline and the site's name: ``…_财经_腾讯网``."""
    start = max(0, len(head) - 2 * _LONGEST_NAME)
    signs = list(_SECTION_SIGN.finditer(head, start))
    if not signs:
        return head
    found = signs[-1]
    left, section = head[: found.start()].rstrip(), head[found.end() :].strip()
    certain = found[0] == "_" or section.isascii() or section.endswith("频道")
    certain = certain or (found[0] == "|" and 2 <= len(section) <= 4)
    return left if certain and _SECTION.fullmatch(section) and _can_stand(left) else head
