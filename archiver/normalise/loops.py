"""The passes over a page's bytes: compiled ones where a C compiler was found, else plain.

Both do the same, only a bound of the compiled ones is closer (docs/decisions/0019-compiled-loops.md).
"""

try:
    from archiver.normalise.compiled import bound_attributes, count_tags, drop_ends, is_utf8
except ImportError:
    from archiver.normalise.scans import bound_attributes, count_tags, drop_ends, is_utf8

__all__ = ["bound_attributes", "count_tags", "drop_ends", "is_utf8"]
