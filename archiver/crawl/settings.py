"""The settings module that ``scrapy.cfg`` names: the program's settings, as Scrapy wants them."""

from __future__ import annotations

import sys

from archiver.crawl.options import scrapy_options
from archiver.errors import ArchiverError
from archiver.settings import load_settings

try:
    globals().update(scrapy_options(load_settings()))
except ArchiverError as error:
    print(f"error: {error}", file=sys.stderr)
    raise SystemExit(error.exit_code) from None
