# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""What ``separators`` does, sign by sign, and so with a closer bound; see docs/decisions/0019-compiled-loops.md."""

from archiver.normalise.separators import SEPARATORS

cdef enum Class:
    ORDINARY, BLANK, QUOTE, TAG_START, TAG_END

cdef unsigned char[256] CLASSES = [
    QUOTE if sign in b"\"'" else BLANK if sign in SEPARATORS else TAG_START if sign == b"<"[0]
    else TAG_END if sign == b">"[0] else ORDINARY
    for sign in range(256)
]
cdef Py_ssize_t LONGEST_NAME = 100


def count_separators(bytes content):
    """Count the separators of some markup, and bound those that one element may have.

    The bound is the most words that a tag may hold. Read from the end: for each place, how many words a tag
    that goes on there still has, outside a value or inside one. Every sign ``<`` before a letter may begin a
    tag, also those that the parser takes for text: so scripts and comments can only make the bound larger.
    """
    cdef const unsigned char* signs = content
    cdef Py_ssize_t place, count = 0, most = 0, plain = 0, double_quoted = 0, single_quoted = 0, following
    cdef Py_ssize_t value
    cdef unsigned char sign, its
    place = len(content)
    while place > 0:
        place -= 1
        sign = signs[place]
        its = CLASSES[sign]
        if its == BLANK:
            count += 1
            continue
        if its == TAG_END:
            plain = 0
            continue
        following = plain
        if its == ORDINARY:
            while place and CLASSES[signs[place - 1]] == ORDINARY:
                place -= 1
        if place and (CLASSES[signs[place - 1]] == BLANK or CLASSES[signs[place - 1]] == QUOTE):
            plain += 1
        if its == TAG_START:
            if c"a" <= (signs[place + 1] | 0x20) <= c"z":
                most = max(most, following)
        elif its == QUOTE:
            count += 1
            if _is_behind_equals(signs, place):
                value = double_quoted if sign == c'"' else single_quoted
                plain = value if _is_behind_name(signs, place) else max(plain, value)
            if sign == c'"':
                double_quoted = following
            else:
                single_quoted = following
    return count, most


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
