"""Bylines in English and, in author fields, other western languages."""

from __future__ import annotations

import re

from archiver.normalise.byline import Byline, collapse, drop_repeats
from archiver.normalise.names import is_single_name, is_western_name, settle_case, strip_honours

LONGEST_LINE = 200  # a longer paragraph is never a byline as a whole
_LONGEST_FIELD = 1000

# As printed → the name by which the agency or paper is known.
_PUBLISHERS = {
    "reuters": "Reuters", "thomson reuters": "Reuters", "ap": "AP", "associated press": "Associated Press",
    "the associated press": "Associated Press", "afp": "AFP", "agence france-presse": "AFP", "dpa": "dpa",
    "xinhua": "Xinhua", "bloomberg": "Bloomberg", "bloomberg news": "Bloomberg News", "cnn": "CNN",
    "cnn business": "CNN Business", "bbc": "BBC", "bbc news": "BBC News", "cnbc": "CNBC", "npr": "NPR",
    "upi": "UPI", "usa today": "USA TODAY",
    "abc news": "ABC News", "cbs news": "CBS News", "nbc news": "NBC News",
    "fox news": "Fox News", "politico": "Politico", "pa": "PA", "pa media": "PA Media", "tass": "TASS",
    "kyodo": "Kyodo", "efe": "EFE", "ansa": "ANSA", "the guardian": "The Guardian", "forbes": "Forbes",
    "axios": "Axios", "the conversation": "The Conversation", "china daily": "China Daily",
}  # fmt: skip
_AGENCY = (
    r"(?:Thomson )?Reuters|AP|The Associated Press|AFP|dpa|DPA|Xinhua|Bloomberg|UPI|TASS|Kyodo|EFE|ANSA|PA"
)
_PAPER = re.compile(
    r"(?:The )?(?:[A-Z][\w.'’&-]*\s){0,4}(?:News|Times|Post|Daily|Herald|Tribune|Gazette|Journal|Chronicle|"
    r"Magazine|Telegraph|Today|Press|TODAY)"
)
_LINKS = re.compile(
    r"https?://\S+|www\.\S+|\(?[\w.+-]+@[\w-]+(?:\.[\w-]+)+\)?|(?<!\w)@\w+|\+?\d[\d\s()-]{7,}\d"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATES = re.compile(
    rf"\b(?:Last\s)?(?:Updated|Published|Posted|Modified|First published)\b(?!\s+by\b).*$"
    rf"|(?:\b(?:on|am)\s+)?\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b.*$"
    rf"|(?:\bon\s+)?\b\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}(?:\s\d{{4}}|$).*$"
    r"|\b\d{4}-\d{2}-\d{2}.*$|\b\d{1,2}/\d{1,2}/\d{2,4}.*$|\b\d+\s?(?:min(?:ute)?s?)\b.*$",
    re.IGNORECASE,
)
# Asked of a line in small letters before the longer patterns.
_MAY_LINK = re.compile(r"[\d@]|//|www")
_MAY_DATE = re.compile(r"\d|dated|ished|osted|ified")
_LABEL = re.compile(
    r"^(?:(?:written|words|story|text|posted|reporting|reported|compiled|article|authored|report|interview|analysis|"
    r"opinion)\s+by\b|by\b|authors?\s*:|byline\s*:|reporting\s*:|автор\s*:|autor(?:in|es)?\s*:|auteur\s*:|autore\s*:)[:\s]*",
    re.IGNORECASE,
)
_FOREIGN_LABEL = re.compile(r"^(?P<word>Von|Par|Por|Di|di|Door|VON|PAR|POR)\s+(?=[A-ZÀ-ÞŠŽ])")
_FOREIGN_AND = {"von": "und", "par": "et", "por": r"y|e", "di": "e", "door": "en"}
_OTHER_CREDIT = re.compile(
    r"[\s,;|(·•-]*\b(?:(?:photos?|photographs?|photography|illustrations?|video|graphics?|images?"
    r"|(?:with )?additional reporting|medically reviewed|reviewed|fact[- ]checked|writing|produced"
    r"|translated)\s+by\b|follow\b).*$",
    re.IGNORECASE,
)
_EDITED = re.compile(r"[\s,;|(.]*\b(?:edited|editing)\s+by\s+(?P<names>[^;|()]+)", re.IGNORECASE)
_JOINERS = re.compile(r"\s*[,;|、，·•\n]\s*|\s+(?:and|And|AND|&|with|und)\s+|\s+[-–—/]\s+")
_ONLY_AND = re.compile(r"\s+(?:and|And|AND|&|und|y|et|e|en)\s+|\s*[&、]\s*")
_PLACE = re.compile(r"\s+(?:in|In|at|from|for)\s+[A-Z].*$")
_DEGREES = re.compile(
    r"(?:Ph\.?\s?D|M\.?D|M\.?A|M\.?S|M\.?Sc|B\.?A|B\.?Sc|M\.?B\.?A|J\.?D|R\.?D|R\.?N|D\.?V\.?M|D\.?O|Ed\.?D|Esq|CFP|CFA|"
    r"CPA|CEPF|LCSW|MPH|RDN|LDN|PsyD|DDS|FACLM|FAND|FOMA|DABOM|CPP|PSP|OBE|MBE|CBE)\.?®?"
)
_DOTTED_END = re.compile(r"\b(?:[A-Z]|Jr|Sr)\.$")
_AND_OR_BY = re.compile(r"^(?:and|And|AND|by|By|BY|with)\s+")
_DEGREE_END = re.compile(rf"(?:\s+{_DEGREES.pattern}(?![\w.]))+$")
_ROLE = re.compile(
    r"\b(?:staff|writers?|reporters?|correspondents?|editors?|editor-in-chief|columnists?|contributors?"
    r"|contributing|director|producers?|analysts?|founder|co-founder|CEO|CTO|CFO|president|manager|expert"
    r"|specialist|professor|lecturer|fellow|chief|senior|sr\.|head of|associate|assistant|freelance"
    r"|special to|intern|journalist|author|dietitian|member|strategist|consultant|engineer|educator"
    r"|horticulturist|horticulturalist|photographer|therapist|nurse|physician|attorney|coach|certified|licensed"
    r"|registered|phd candidate|coordinator|for the|bureau|team|desk|critic|blogger)\b",
    re.IGNORECASE,
)
_ROLE_WORDS = frozenset("of and at for the to in political business foreign science health sports".split())
_PLAIN_WORDS = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")
_WORDS_BESIDE = frozenset(
    (
        "by and und y et e en with in at from for von par por di door follow"
        " updated published posted modified dr prof mr mrs ms mx sir dame rev professor doctor"
        " phd md ma ms msc ba bsc mba jd rd rn dvm do edd esq cfp cfa cpa cepf lcsw mph rdn ldn psyd dds"
        " faclm fand foma dabom cpp psp obe mbe cbe"
    ).split()
)
"""Words that join names, or that are taken off from them; all others are part of what they stand in."""
_DATELINE = re.compile(
    rf"^[A-ZÀ-Þ][A-ZÀ-Þ .,'’/-]{{1,50}}(?:,\s[A-Z][a-z]+\.?(?:\s\d{{1,2}})?)?\s\((?P<agency>{_AGENCY})\)"
    r"\s?(?:[-–—]+|:)\s?"
)
_CREDIT = re.compile(
    r"\(?(?:Additional )?[Rr]eporting by (?P<authors>[^;()]{3,300})(?:;[^()]{0,400})?\)?\.?$"
)
_STAFF_LINE = re.compile(
    r"(?:Senior |Chief )?(?:Staff|Contributing|Special) (?:Writer|Reporter|Correspondent)|Staff"
)


def parse_western(raw: str) -> Byline:
    """The byline of an author field; words that name no person are left out."""
    printed = collapse(raw, longest=_LONGEST_FIELD)
    if _PLAIN_WORDS.fullmatch(printed) and _WORDS_BESIDE.isdisjoint(printed.lower().split()):
        return _read_words(printed)
    return _read_field(printed)


def _read_words(printed: str) -> Byline:
    """Read a field of words without any sign, in which there is nothing to part or to take off."""
    authors = (settle_case(printed),) if is_western_name(printed) else ()
    if not authors and is_single_name(printed):
        authors = (printed,)
    return Byline(collapse(printed, longest=200), authors, _name_publisher(printed))


def _read_field(printed: str) -> Byline:
    """Read a field of any form, which takes longer."""
    authors, publisher, editors, _ = _read(printed, is_field=True)
    return Byline(collapse(printed, longest=200), authors, publisher, ", ".join(editors) or None)


def find_western(paragraph: str) -> Byline | None:
    """The byline that a body paragraph is or holds."""
    printed = " ".join(paragraph.split())
    dateline = _DATELINE.match(printed[:200])
    if dateline is not None:
        raw = dateline[0].rstrip(" -–—:")
        return Byline(raw, (), _PUBLISHERS.get(dateline["agency"].lower()), whole=False)
    return _find_line(printed) or _find_credit(printed)


def _find_line(printed: str) -> Byline | None:
    """A paragraph that is nothing but ``By A and B, Staff Writers``."""
    if len(printed) > LONGEST_LINE:
        return None
    label = _LABEL.match(printed)
    if label is not None and label[0].lower().startswith("author"):
        return None  # In a body "Author: …" names the author of a book or a study.
    if label is None and not _is_staff_line(printed):
        return None
    if re.search(r"\w{4,}[.!?:]$", printed):
        return None
    authors, publisher, editors, unread_count = _read(printed, is_field=False)
    if unread_count or not authors:
        return None
    return Byline(printed, authors, publisher, ", ".join(editors) or None)


def _is_staff_line(printed: str) -> bool:
    """``John Smith, Staff Writer``: a name and a newspaper's own role, nothing else."""
    name, comma, role = printed.partition(", ")
    return bool(comma) and is_western_name(name) and _STAFF_LINE.fullmatch(role) is not None


def _find_credit(printed: str) -> Byline | None:
    """``(Reporting by A in London; Editing by B)``, a paragraph of its own or at the end of one."""
    tail = printed[-800:]
    start = max(tail.rfind("(Reporting by"), 0 if tail.startswith(("Reporting by", "(Reporting by")) else -1)
    if start < 0:
        return None
    credit = tail[start:]
    found = _CREDIT.match(credit)
    if found is None:
        return None
    names, unread_count = _read_list(found["authors"], is_field=False)
    if unread_count or not names:
        return None
    editor = ", ".join(read_editors(credit)) or None
    raw = collapse(credit, longest=200)
    return Byline(raw, drop_repeats(names), None, editor, whole=start == 0 and len(tail) == len(printed))


def read_editors(text: str, *, is_field: bool = True) -> list[str]:
    """The names behind ``edited by``; in a field a single name counts too."""
    found = _EDITED.search(text)
    return _read_list(found["names"], is_field=is_field)[0] if found else []


def _read(printed: str, *, is_field: bool) -> tuple[tuple[str, ...], str | None, list[str], int]:
    """Authors, publisher, editors, and the count of pieces that are neither."""
    lowered = printed.lower()
    has_by = "by" in lowered
    editors = read_editors(printed) if has_by else []
    text = _OTHER_CREDIT.sub("", _EDITED.sub(" ", printed)).strip(" ;()") if " by" in lowered else printed
    if _MAY_LINK.search(lowered):
        text = _LINKS.sub(" ", text)
    text = _strip_labels(text)
    if not is_field:
        text = re.sub(r"\s+(?:Updated|Published)\b.*$", "", text)
    elif _MAY_DATE.search(lowered):
        text = _DATES.sub("", text)
    if has_by or "follow" in lowered:
        text = _OTHER_CREDIT.sub("", text)
    foreign = _FOREIGN_LABEL.match(text) if is_field else None
    if foreign is not None:
        joiner = _FOREIGN_AND[foreign["word"].lower()]
        text = re.sub(rf"\s+(?:{joiner})\s+", " & ", text[foreign.end() :])
    publisher = None
    if "(" in text or "[" in text:
        for inner in re.findall(r"\(([^()]*)\)", text):
            publisher = publisher or _name_publisher(inner.strip())
        text = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", text)
    pieces = [piece for piece in _JOINERS.split(text) if piece and piece.strip()]
    publisher = next(filter(None, map(_name_publisher, pieces)), publisher)
    names, unread_count = _read_list(text, is_field=is_field)
    return drop_repeats(names), publisher, editors, unread_count


def _strip_labels(text: str) -> str:
    text = text.strip(' ,;:*|-–—·•"“”').lstrip(".")
    for _ in range(3):
        shorter = _LABEL.sub("", text).strip(" ,;:|-–—·•")
        if shorter == text:
            break
        text = shorter
    return text


def _name_publisher(piece: str) -> str | None:
    piece = piece.strip(" .()")
    known = _PUBLISHERS.get(piece.lower())
    if known or is_western_name(piece):
        return known
    return piece if len(piece.split()) > 1 and _PAPER.fullmatch(piece) else None


def _read_list(text: str, *, is_field: bool) -> tuple[list[str], int]:
    """The names of a list, and the count of pieces that are no name, role, degree or newspaper."""
    pieces = [_clean(piece) for piece in _JOINERS.split(text) if piece]
    pieces = [piece for piece in pieces if piece and not _DEGREES.fullmatch(piece)]
    inverted = _invert(text, pieces) if is_field else None
    if inverted:
        return [inverted], 0
    names: list[str] = []
    unread_count = 0
    roles = [False, *map(_is_role, pieces), False]
    for place, piece in enumerate(pieces):
        before = pieces[place - 1] if place else ""
        behind_role = roles[place] and not roles[place + 2]
        if is_western_name(piece) and not (behind_role and is_field):
            names.append(settle_case(piece))
        elif is_field and (roles[place + 1] or behind_role):
            continue
        elif not (_name_publisher(piece) or _is_plain_role(piece) or _is_place(piece, before)):
            unread_count += 1
    if not names and is_field and all(map(is_single_name, pieces)):
        linked = len(_ONLY_AND.split(text.strip())) == len(pieces)
        return (list(pieces), 0) if linked else ([], len(pieces))
    return names, unread_count


def _is_role(piece: str) -> bool:
    return bool(_ROLE.search(piece)) and not is_western_name(piece)


def _is_plain_role(piece: str) -> bool:
    """A role that is no part of a sentence: ``political editor``, not ``the team that won``."""
    words = piece.split()
    return _is_role(piece) and len(words) <= 6 and all(map(_is_role_word, words)) and words[0] != "a"


def _is_role_word(word: str) -> bool:
    return word[0].isupper() or word in _ROLE_WORDS or _ROLE.fullmatch(word) is not None


def _is_place(piece: str, before: str) -> bool:
    """``London`` behind the newspaper or the role."""
    return piece.isalpha() and piece[0].isupper() and bool(_name_publisher(before) or _is_plain_role(before))


def _clean(piece: str) -> str:
    """One piece without titles, degrees and places."""
    piece = " ".join(_trim(piece).split())
    piece = _AND_OR_BY.sub("", piece)
    piece = _trim(_PLACE.sub("", strip_honours(piece)))
    bare = _DEGREE_END.sub("", piece)
    return bare if " " in bare else piece  # JACK MA is no Jack with a degree


def _trim(text: str) -> str:
    """Without signs at the edges; the dot of an initial and of ``Jr.`` stays."""
    text = text.strip(' ,;:*"“”®™()').lstrip(".")
    return text if _DOTTED_END.search(text) else text.rstrip(" .,;:")


def _invert(text: str, pieces: list[str]) -> str | None:
    """``Smith, John`` as ``John Smith``."""
    if len(pieces) != 2 or not re.fullmatch(r"[^,;|&/]+,\s*[^,;|&/]+", text.strip(" .")):
        return None
    last, first = pieces
    if (
        not is_single_name(last)
        or not last[0].isupper()
        or " " in last
        or re.search(r"\b(?:and|with)\b", text)
    ):
        return None
    name = f"{first} {last}"
    return name if len(first.split()) <= 2 and first[0].isupper() and is_western_name(name) else None
