# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""What ``separators`` does, sign by sign, and so with a closer bound; see docs/decisions/0019-compiled-loops.md."""

from archiver.normalise.separators import SEPARATORS

cdef bint[256] IS_SEPARATOR = [sign in SEPARATORS for sign in range(256)]


def count_separators(bytes content):
    """Count the separators of some markup, and bound those that one element may have.

    The bound is the most words that a tag may hold. Read from the end: for each place, how many words a tag
    that goes on there still has, outside a value or inside one. Every sign ``<`` before a letter may begin a
    tag, also those that the parser takes for text: so scripts and comments can only make the bound larger.
    """
    cdef const unsigned char* signs = content
    cdef Py_ssize_t place, before
    cdef Py_ssize_t count = 0, most = 0, plain = 0, double_quoted = 0, single_quoted = 0, following
    cdef unsigned char sign
    for place in range(len(content) - 1, -1, -1):
        sign = signs[place]
        following = plain
        if sign == c">":
            plain = 0
        elif sign == c'"' or sign == c"'":
            count += 1
            if place and IS_SEPARATOR[signs[place - 1]]:
                plain += 1
            before = place - 1
            while before >= 0 and signs[before] <= c" ":
                before -= 1
            # A quote behind "=" begins a value, or, where a name was to come, goes on with it.
            if before >= 0 and signs[before] == c"=":
                plain = max(plain, double_quoted if sign == c'"' else single_quoted)
            if sign == c'"':
                double_quoted = following
            else:
                single_quoted = following
        elif IS_SEPARATOR[sign]:
            count += 1
        else:
            if place and IS_SEPARATOR[signs[place - 1]]:
                plain += 1
            if sign == c"<" and (c"a" <= (signs[place + 1] | 0x20) <= c"z"):
                most = max(most, following)
    return count, most
