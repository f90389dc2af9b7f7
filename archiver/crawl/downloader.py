"""Scrapy's downloader, loaded in a thread, whose stack is short.

For each deprecated class in it Scrapy looks up the source of every function on the stack, which at the bottom
of a command line takes half a second.
"""

from __future__ import annotations

import threading
from importlib import import_module

_loader = threading.Thread(target=import_module, args=("scrapy.core.downloader.handlers.http11",))
_loader.start()
_loader.join()

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler  # noqa: E402 - loaded above

__all__ = ["HTTP11DownloadHandler"]
