# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The passes of ``scans`` once more, compiled; see docs/decisions/0019-compiled-loops.md."""

from libc.stdint cimport uint64_t
from libc.string cimport memchr, memcpy

from archiver.normalise.scans import SEPARATORS, says_nothing

cdef enum Class:
    ORDINARY, BLANK, QUOTE, TAG_START, TAG_END

cdef unsigned char[256] CLASSES = [
    QUOTE if sign in b"\"'" else BLANK if sign in SEPARATORS else TAG_START if sign == b"<"[0]
    else TAG_END if sign == b">"[0] else ORDINARY
    for sign in range(256)
]
cdef Py_ssize_t LONGEST_NAME = 100
cdef Py_ssize_t NONE = -1, UNKNOWN = -1


def count_tags(bytes content):
    """Count the signs ``<`` of some markup, as ``scans.count_tags`` does."""
    cdef const unsigned char* signs = content
    cdef Py_ssize_t place, end = len(content)
    cdef unsigned int count = 0  # bytes are compared many at a time into a number of this size
    for place in range(end):
        count += signs[place] == c"<"
    return count


def bound_attributes(bytes content):
    """Bound the attributes that one element of some markup may have, as ``scans.bound_attributes`` does, closer."""
    return _bound(content, None)


cdef Py_ssize_t _bound(bytes content, list ends) except -2:
    """Bound the attributes of some markup without its ends, and put where these begin and end into a list.

    The bound is the most words that a tag may hold. For each place it is known how many words a tag that goes
    on there may have had, outside a value or inside one (``NONE``: no tag goes on so). Every sign ``<`` before
    a letter may begin a tag, also those that the parser takes for text: so scripts and comments can only make
    the bound larger. ``UNKNOWN`` where an end stands in what may be a tag, which goes on behind it when it is taken out;
    without a list, ends are signs as others are.
    """
    cdef const unsigned char* signs = content
    cdef Py_ssize_t place = 0, end = len(content), most = 0, before
    cdef Py_ssize_t plain = NONE, double_quoted = NONE, single_quoted = NONE
    cdef Py_ssize_t behind
    cdef bint is_known = True
    cdef unsigned char its
    while True:
        if plain == NONE:
            place = _find_next(signs, place, end, double_quoted != NONE, single_quoted != NONE)
        if place >= end:
            return most if is_known else UNKNOWN
        its = CLASSES[signs[place]]
        if its == TAG_START and ends is not None:
            behind = _find_behind_end(signs, place, end)
            if behind:
                ends.append((place, behind))
                is_known = is_known and plain == double_quoted == single_quoted == NONE
                is_known = is_known and (place == 0 or signs[place - 1] != c"<")
                place = behind
                continue
        if its == TAG_END:
            plain = NONE
        elif its != BLANK:
            before = plain
            if plain != NONE and place and CLASSES[signs[place - 1]] in (BLANK, QUOTE):
                plain += 1
            if its == TAG_START:
                if c"a" <= (signs[place + 1] | 0x20) <= c"z":
                    plain = max(plain, 0)
            elif its == QUOTE:
                if signs[place] == c'"':
                    plain, double_quoted = _pass_quote(signs, place, before, plain, double_quoted)
                else:
                    plain, single_quoted = _pass_quote(signs, place, before, plain, single_quoted)
            else:
                while place + 1 < end and CLASSES[signs[place + 1]] == ORDINARY:
                    place += 1
            most = max(most, plain)
        place += 1


cdef inline Py_ssize_t _find_next(
    const unsigned char* signs, Py_ssize_t place, Py_ssize_t end, bint in_double, bint in_single
):
    """Give the next place where a tag may begin, or a value end, where no tag goes on outside a value."""
    cdef const unsigned char* found
    if not in_double and not in_single:
        found = <const unsigned char*>memchr(signs + place, c"<", end - place)
        return end if found == NULL else found - signs
    while place < end:
        if signs[place] == c"<" or (in_double and signs[place] == c'"') or (in_single and signs[place] == c"'"):
            break
        place += 1
    return place


cdef inline (Py_ssize_t, Py_ssize_t) _pass_quote(
    const unsigned char* signs, Py_ssize_t place, Py_ssize_t before, Py_ssize_t plain, Py_ssize_t quoted
):
    """Give the words of tags that go on behind a quote, outside a value and inside one.

    A quote ends a value, begins one, or is a sign like others: where more than one may be, all are.
    """
    if before == NONE or not _is_behind_equals(signs, place):
        return max(plain, quoted), NONE
    return (quoted if _is_behind_name(signs, place) else max(plain, quoted)), before


cdef inline bint _is_behind_equals(const unsigned char* signs, Py_ssize_t place):
    """Whether a quote may begin a value."""
    place -= 1
    while place >= 0 and signs[place] <= c" ":
        place -= 1
    return place >= 0 and signs[place] == c"="


cdef inline bint _is_behind_name(const unsigned char* signs, Py_ssize_t place):
    """Whether a quote begins a value in any case: a blank, a name and "=" stand before it, and no value before.

    Elsewhere it may go on with a name, as in ``<p ="``, with a tag's, as in ``<p="``, or with a value, as in
    ``<p a= b="``.
    """
    cdef Py_ssize_t end = place - 1, first = max(0, place - LONGEST_NAME)
    place = end - 1
    if end < 0 or signs[end] != c"=":
        return False
    while place > first and CLASSES[signs[place]] == ORDINARY and signs[place] != c"=":
        place -= 1
    if place == end - 1 or not _is_space(signs[place]):
        return False
    while place > first and signs[place] <= c" ":
        place -= 1
    return signs[place] > c" " and signs[place] != c"="


cdef inline bint _is_space(unsigned char sign):
    return sign == c" " or sign == c"\n" or sign == c"\t" or sign == c"\r"


cdef enum:
    MOST_BLANKS = 9


def drop_ends(bytes content):
    """Take out where a page says that it ends, and bound the attributes, as ``scans.drop_ends`` does, in one pass."""
    cdef list ends = [], parts = []
    cdef Py_ssize_t kept = 0, start, behind, bound = _bound(content, ends)
    if ends and not says_nothing(content[ends[0][0] :]):
        whole = memoryview(content)  # its parts are no copies
        for start, behind in ends:
            parts.append(whole[kept:start])
            kept = behind
        parts.append(whole[kept:])
        content = b"".join(parts)
    return content, _bound(content, None) if bound == UNKNOWN else bound


cdef inline Py_ssize_t _find_behind_end(const unsigned char* signs, Py_ssize_t place, Py_ssize_t end):
    """Give the place behind ``</body>`` or ``</html>`` at a place; 0 where none is there."""
    cdef Py_ssize_t last
    if place + 7 > end or signs[place + 1] != c"/":
        return 0
    if not (_is_there(signs + place + 2, b"body") or _is_there(signs + place + 2, b"html")):
        return 0
    place += 6
    last = min(place + MOST_BLANKS, end - 1)
    while place < last and (signs[place] == c" " or 9 <= signs[place] <= 13):
        place += 1
    return place + 1 if signs[place] == c">" else 0


cdef inline bint _is_there(const unsigned char* signs, const char* word):
    """Whether a word of four small letters is at a place, in letters small or large."""
    cdef Py_ssize_t place
    for place in range(4):
        if (signs[place] | 0x20) != word[place]:
            return False
    return True


cdef uint64_t NOT_ASCII = 0x8080808080808080


def is_utf8(bytes content):
    """Whether some bytes are UTF-8, as ``scans.is_utf8`` does."""
    cdef const unsigned char* signs = content  # a zero stands behind the last of them
    cdef Py_ssize_t place = 0, end = len(content)
    cdef uint64_t eight
    while place < end:
        if signs[place] < 0x80:
            place += 1
            while place + 8 <= end:
                memcpy(&eight, signs + place, 8)
                if eight & NOT_ASCII:
                    break
                place += 8
        elif 0xC2 <= signs[place] <= 0xDF:
            if not _goes_on(signs[place + 1]):
                return False
            place += 2
        elif 0xE0 <= signs[place] <= 0xEF:
            if not (_goes_on(signs[place + 1]) and _goes_on(signs[place + 2])):
                return False
            if (signs[place] == 0xE0 and signs[place + 1] < 0xA0) or (
                signs[place] == 0xED and signs[place + 1] > 0x9F
            ):
                return False  # longer than needed; half of a pair of UTF-16
            place += 3
        elif 0xF0 <= signs[place] <= 0xF4:
            if not (
                _goes_on(signs[place + 1]) and _goes_on(signs[place + 2]) and _goes_on(signs[place + 3])
            ):
                return False
            if (signs[place] == 0xF0 and signs[place + 1] < 0x90) or (
                signs[place] == 0xF4 and signs[place + 1] > 0x8F
            ):
                return False  # longer than needed; beyond the last sign
            place += 4
        else:
            return False
    return True


cdef inline bint _goes_on(unsigned char sign):
    return (sign & 0xC0) == 0x80
