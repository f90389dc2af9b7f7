"""Printed times in one spelling: the words of several languages, numerals and clocks rewritten.

``spell_out`` gives lower-case text in which months are ``jan`` … ``dec``, Chinese numerals are digits,
clocks are ``HH:MM`` or ``HH:MM:SS`` of 24 hours, and labels and weekdays are gone. What the text then
means is read by ``dates``.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

LONGEST = 160  # a longer text is prose, not a printed time
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
NO_CLOCK = "99:99"  # stands for an impossible clock, so that the reader refuses the whole time

# A month's words: English, German, French, Spanish, Italian, Portuguese, Dutch, Russian; then the Nordic
# languages, Polish, Czech and Slovak, Hungarian, Turkish, Greek, Ukrainian, Bulgarian and others, in the case
# in which they stand in a date.
_MONTH_WORDS = {
    "jan": "january januar jänner jaenner janvier janv enero ene gennaio gen janeiro januari января январь "
    "янв tammikuuta stycznia ledna január januára ianuarie siječnja ocak ιανουαρίου ιανουαριου ιαν січня "
    "януари gener sausio janar",
    "feb": "february februar februari février fevrier févr fevr fév febrero febbraio fevereiro fev feber "
    "февраля февраль фев helmikuuta lutego února február februára februarie veljače şubat φεβρουαρίου "
    "φεβρουαριου φεβ лютого февруари febrer vasario shkurt",
    "mar": "march märz maerz mär mrz mars marzo março marco maart mrt марта март мар maaliskuuta marca "
    "března március martie ožujka mart μαρτίου μαρτιου μαρ березня març kovo maret",
    "apr": "april avril avr abril abr aprile апреля апрель апр huhtikuuta kwietnia dubna április apríla "
    "aprilie travnja nisan απριλίου απριλιου απρ квітня април balandžio prill",
    "may": "mai mayo maggio mag maio mei мая май toukokuuta maja května május mája svibnja mayıs mayis maj "
    "μαΐου μαϊου μαίου μαιου μαϊ травня maig gegužės",
    "jun": "june juni juin junio giugno giu junho июня июнь июн kesäkuuta czerwca června június júna iunie "
    "lipnja haziran ιουνίου ιουνιου ιουν червня юни juny birželio qershor",
    "jul": "july juli juillet juil julio luglio lug julho июля июль июл heinäkuuta lipca července július "
    "júla iulie srpnja temmuz ιουλίου ιουλιου ιουλ липня юли juliol liepos korrik",
    "aug": "august août aout agosto augustus augusti августа август авг elokuuta sierpnia srpna augusztus "
    "augusta kolovoza ağustos agustos αυγούστου αυγουστου αυγ серпня agost rugpjūčio gusht",
    "sep": "sept september septembre septiembre setiembre settembre setembro сентября сентябрь сен сент "
    "syyskuuta września wrz září szeptember septembra septembrie rujna eylül eylul σεπτεμβρίου σεπτεμβριου "
    "σεπ σεπτ вересня септември setembre rugsėjo shtator",
    "oct": "october oktober okt octobre octubre ottobre ott outubro октября октябрь окт lokakuuta "
    "października paź října október októbra octombrie ekim οκτωβρίου οκτωβριου οκτ жовтня октомври "
    "spalio tetor",
    "nov": "november novembre noviembre novembro ноября ноябрь ноя нояб marraskuuta listopada listopadu "
    "novembra noiembrie studenoga kasım kasim νοεμβρίου νοεμβριου νοε листопада ноември lapkričio nëntor",
    "dec": "december dezember dez décembre decembre déc diciembre dic dicembre dezembro декабря декабрь дек "
    "joulukuuta grudnia prosince decembra decembrie prosinca aralık aralik δεκεμβρίου δεκεμβριου δεκ "
    "грудня декември desember desembre gruodžio dhjetor",
}
_MONTH_OF = {word: month for month, words in _MONTH_WORDS.items() for word in [month, *words.split()]}
_MONTH = re.compile(
    r"(?<![^\W\d_])(" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")(?![^\W\d_])\.?"
)
# Short months that are words of another language count only between a day and a year.
_SHORT_MONTH = re.compile(
    r"(?<!\d)(\d{1,2}[ .]*(?:de )?)(ago|set|out|sty|kwi|cze|sie|lis|gru)\.?((?: de)? \d{4})(?!\d)"
)
_SHORT_MONTH_OF = {"ago": "aug", "set": "sep", "out": "oct", "sty": "jan", "kwi": "apr", "cze": "jun"}
_SHORT_MONTH_OF |= {"sie": "aug", "lis": "nov", "gru": "dec"}
MONTH_NUMBERS = {
    word: MONTHS.split("|").index(month) + 1 for word, month in (_MONTH_OF | _SHORT_MONTH_OF).items()
}
"""A word for a month in any of the languages, in lower case → 1 … 12."""

_DIGITS = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
    "两": "2",
}
_DIGITS |= {"兩": "2"}
_NUMERAL = "〇零○一二三四五六七八九十廿卅两兩"
_NUMERALS = re.compile(
    rf"(?<![{_NUMERAL}])([{_NUMERAL}]{{1,4}})(?=\s?(?:年|月|日|号|號|时|時|点|點|分|秒|天|个?小时|個?小時))"
)
_WEEKDAY = re.compile(
    r"\(?\s?(?:星期|礼拜|周|週)[一二三四五六日天]\s?\)?|"
    r"(?<![^\W\d_])(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?(?![^\W\d_])[.,]?"
)
_CLOCK = re.compile(
    r"(?P<half>凌晨|清晨|早晨|早上|上午|中午|下午|午后|傍晚|晚上|晚间|夜间|深夜)?\s?"
    r"(?<![\d:.+\-−])(?P<hour>\d{1,2})(?:"
    r"\s?:\s?(?P<minute>\d{2})(?:\s?:\s?(?P<second>\d{2})(?:[.,]\d{1,9})?)?(?!\d)"
    r"|\s?(?:[时時点點시]|h(?![a-z]))\s?"
    r"(?:(?P<minute_2>\d{1,2})\s?[分분]?(?:\s?(?P<second_2>\d{1,2})\s?[秒초])?|(?P<thirty>半)|整)?"
    r"|\.(?P<minute_3>\d{2})(?=\s?(?:uhr|[ap]\.?\s?m\b))"
    r"|(?=\s?(?:uhr|[ap]\.?\s?m\b)))"
    r"(?:\s?(?P<latin_half>[ap])\.?\s?m\b\.?|\s?uhr\b)?"
)
ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[Tt ](?P<clock>(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)"
    r"(?:(?<=:\d\d:\d\d)\.\d{1,9})?(?P<zone>[Zz]|[+-]\d\d:?\d\d)?",
    re.ASCII,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:t? ?(\d{2})(\d{2})(\d{2})?)?(?=z|[+-]\d|$)")
_PUBLISHED_LABEL = re.compile(r"(?:first )?(?:published|posted)\b|发布|发表|發佈|發布|發表")
_UPDATED_LABEL = re.compile(
    r"(?:last )?(?:updated|modified)\b|最后更新|更新|修改|最後更新"
    r"|aktualisiert|mis à jour|actualizado|aggiornato"
)
_LABEL = re.compile(
    r"(?:(?:发布|发表|更新|出版|创建|最后更新|最后修改|来源|修改|發布|發佈|發表)?(?:时间|日期|時間)|"
    r"(?:发布|发表|更新|刊发|發布|發表)[于於]?|"
    r"(?:first |last )?(?:published|posted|updated|modified|created)(?: date| time)?(?: at| on)?\b|"
    r"(?:publication |publish )?date\b|time\b|on\b|am\b|stand\b|vom\b|le\b|el\b|il\b(?! y)|"
    r"veröffentlicht(?: am)?|publié le|publicado(?: el| em)?|pubblicato(?: il)?|gepubliceerd(?: op)?|"
    r"aktualisiert(?: am)?|mis à jour le|опубликовано)[\s:]*"
)
_BEIJING = re.compile(r"\(?北京时间\)?:?")
_LOCAL = re.compile(r"\(?当地时间\)?:?")

_HOURS = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2,
    "eet": 2, "sast": 2, "eest": 3, "msk": 3, "gst": 4, "pkt": 5, "wib": 7, "hkt": 8, "sgt": 8, "awst": 8,
    "pht": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "edt": -4, "est": -5,
    "cdt": -5, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8, "akdt": -8, "akst": -9, "hst": -10, "brt": -3,
    "art": -3,
}  # fmt: skip
_PLACES = {
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
    "at": "America/Halifax",
}  # fmt: skip
AMERICAN_ZONES = frozenset(
    {"et", "ct", "mt", "pt", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "akst", "akdt", "hst"}
)
_ZONE_NAMES = "|".join(
    sorted([*_HOURS, *(name for name in _PLACES if name != "at"), "cst", "ist"], key=len)[::-1]
)
_OFFSET = r"[+\-−]\d{1,2}(?::?\d{2}(?::\d{2})?)?(?!\d)"
ZONE = re.compile(
    rf"\s?\(?(?:(?P<base>utc|gmt)?\s?(?P<offset>{_OFFSET})(?:\s?\([a-z ]+\))?"
    rf"|(?P<name>{_ZONE_NAMES})(?![^\W\d_])(?=\)?\s?(?:$|\W|\d)))\)?"
)


def spell_out(raw: str) -> tuple[str, bool]:
    """The printed time in the one spelling, and whether it says that it is Beijing's time.

    Returns:
        ``""`` where the text is too long to be a printed time.
    """
    text = " ".join(unicodedata.normalize("NFKC", raw.strip()[: 2 * LONGEST]).lower().split())
    if len(text) > LONGEST or len(raw.strip()) > 2 * LONGEST:
        return "", False
    beijing_count = 0
    if not text.isascii():
        text, beijing_count = _BEIJING.subn(" ", text)
        text = _LOCAL.sub(" ", text)
    text = _WEEKDAY.sub(" ", _split_compact(_choose_label(text)))
    if not text.isascii():
        text = _spell_chinese(text)
    text = re.sub(r"(?<=\d)t(?=\d)", " ", text)
    # Some pages print date and clock without anything between them: 2019-09-3007:42.
    text = re.sub(r"(\d{4}-\d{2}-\d{2})(?=\d{2}:\d{2})", r"\1 ", text)
    text = _CLOCK.sub(_spell_clock, text)
    text = _SHORT_MONTH.sub(lambda found: f"{found[1]}{_SHORT_MONTH_OF[found[2]]}{found[3]}", text)
    text = _MONTH.sub(lambda found: _MONTH_OF[found[1]], text)
    return _strip_labels(" ".join(text.split())), bool(beijing_count)


def _spell_chinese(text: str) -> str:
    """Chinese numerals as digits, and a night or morning as its day and its part of the day."""
    text = _NUMERALS.sub(lambda found: _to_digits(found[1]), text)
    text = re.sub("昨晚|昨夜", "昨天 晚上", text)
    text = re.sub("今晚|今夜", "今天 晚上", re.sub("今早|今晨", "今天 早上", text))
    return re.sub(r"半(?:个|個)?小[时時]前", "30分钟前", text)


def find_zone(found: re.Match[str], *, asian: bool) -> tzinfo | None:
    """The zone that ``ZONE`` found: an offset, or a common abbreviation.

    Args:
        asian: ``CST`` is China's time; otherwise it is US Central.
    """
    if found["offset"]:
        return read_offset(found["offset"])
    name = found["name"]
    if name == "cst":
        return timezone(timedelta(hours=8 if asian else -6))
    if name == "ist":  # India's, Ireland's or Israel's: India's is by far the most printed
        return timezone(timedelta(hours=5, minutes=30))
    if name in _PLACES:
        return ZoneInfo(_PLACES[name])
    return timezone(timedelta(hours=_HOURS[name]))


def read_offset(printed: str) -> tzinfo | None:
    """The zone that an offset stands for; ``None`` for no offset, or one that no zone has."""
    if not printed:
        return None
    sign = 1 if printed[0] == "+" else -1
    digits = printed[1:].replace(":", "")
    digits = digits.zfill(2) if len(digits) < 3 else digits.zfill(len(digits) + len(digits) % 2)
    hours, minutes, seconds = int(digits[:2]), int(digits[2:4] or 0), int(digits[4:6] or 0)
    if hours > 15 or minutes > 59 or seconds > 59:
        return None
    return timezone(sign * timedelta(hours=hours, minutes=minutes, seconds=seconds))


def _choose_label(text: str) -> str:
    """Of ``Updated … Published …`` keep what was published, whichever comes first."""
    published, updated = _PUBLISHED_LABEL.search(text), _UPDATED_LABEL.search(text)
    if updated is None or not any(sign.isdigit() for sign in text[: updated.start()]):
        if published and updated and published.start() > updated.start():
            return text[published.start() :]
        return text
    return text[: updated.start()]


def _strip_labels(text: str) -> str:
    text = text.strip(" :|·,-–—()[]【】")
    for _ in range(3):
        found = _LABEL.match(text)
        if found is None:
            break
        text = text[found.end() :].strip(" :|·,-–—")
    return text


def _split_compact(text: str) -> str:
    """``20220211T083802`` with its signs put in; other numbers as they are."""
    bare = _strip_labels(text)
    found = _COMPACT.match(bare)
    if found is None or (found.end() < len(bare) and not ZONE.fullmatch(bare, found.end())):
        return text
    year, month, day, hour, minute, second = found.groups()
    clock = f" {hour}:{minute}" + (f":{second}" if second else "") if hour else ""
    return f"{year}-{month}-{day}{clock}{bare[found.end() :]}"


def _to_digits(numeral: str) -> str:
    """``二〇二二`` → 2022, ``十一`` → 11, ``二十`` → 20, ``廿八`` → 28."""
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return "".join(_DIGITS[sign] for sign in numeral)
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return numeral
    return f"{_DIGITS.get(tens, '1')}{_DIGITS.get(ones, '0')}"


def _spell_clock(found: re.Match[str]) -> str:
    hour = int(found["hour"])
    minute = int(found["minute"] or found["minute_2"] or found["minute_3"] or (30 if found["thirty"] else 0))
    second = found["second"] or found["second_2"]
    shifted = _to_24_hours(hour, found["half"] or found["latin_half"] or "")
    if shifted is None or shifted > 23 or minute > 59 or int(second or 0) > 59:
        return f" {NO_CLOCK}"
    return f" {shifted:02}:{minute:02}" + (f":{int(second):02}" if second else "")


def _to_24_hours(hour: int, half: str) -> int | None:
    """``None`` where half of the day and hour do not go together, or leave the day open (晚上12点)."""
    if half in ("凌晨", "清晨", "早晨", "早上", "上午", "a"):
        if hour == 12:
            return None if half == "上午" else 0
        return hour if hour < 12 else None
    if half == "中午":
        return hour + 12 if hour in (1, 2) else hour
    if half in ("下午", "午后", "p"):
        return hour + 12 if hour < 12 else hour
    if half:
        return hour + 12 if 4 < hour < 12 else hour if hour > 12 else None
    return hour
