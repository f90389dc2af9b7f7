"""The settings module that ``scrapy.cfg`` names: the program's settings, as Scrapy wants them."""

from __future__ import annotations

import sys

from archiver.crawl.options import scrapy_options
from archiver.errors import ArchiverError
from archiver.logs import open_json_log
from archiver.settings import load_settings

try:
    _settings = load_settings()
    globals().update(scrapy_options(_settings))
    if _settings.log_format == "json":
        open_json_log()
except ArchiverError as error:
    print(f"error: {error}", file=sys.stderr)
    raise SystemExit(error.exit_code) from None
