"""Feeds ever new soups of tags to the reader and the cleaner for some time; stops at the first fault.

python tests/sites/fuzz_pages.py [SECONDS]
"""

from __future__ import annotations

import sys
import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_hostile_pages import CONTENT_TYPES, MARKUP, SOUPS, read

from archiver.normalise.bodies import clean_body

ROUND = settings(
    max_examples=1000, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=True
)


@ROUND
@given(SOUPS, st.sampled_from(CONTENT_TYPES))
def read_soup(pieces: list[bytes], content_type: str) -> None:
    read(b"".join(pieces), content_type)


@ROUND
@given(MARKUP)
def clean_soup(html: str) -> None:
    clean_body(html)


def main() -> None:
    end = time.monotonic() + float(sys.argv[1] if len(sys.argv) > 1 else 600)
    rounds = 0
    while time.monotonic() < end:
        read_soup()
        clean_soup()
        rounds += 1
    print(f"{rounds * 2000} soups, no fault")


if __name__ == "__main__":
    main()
