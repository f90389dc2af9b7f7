"""Unpacks answers within bounds: of bytes, as Scrapy does it, and of layers."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from archiver.crawl.refusals import BrokenPackingError, TooOftenPackedError

MOST_LAYERS = 3


class BoundedUnpacking(HttpCompressionMiddleware):
    """Scrapy's unpacking, of answers that are packed a few times at most."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Give the answer unpacked.

        Raises:
            TooOftenPackedError, BrokenPackingError: it cannot be had.
        """
        layers = b",".join(response.headers.getlist("Content-Encoding")).split(b",")
        if len(layers) > MOST_LAYERS:
            raise TooOftenPackedError(f"the answer is packed {len(layers)} times over")
        try:
            return super().process_response(request, response)
        except IgnoreRequest:
            raise
        except Exception as error:  # each packing has its own errors
            raise BrokenPackingError(f"the answer cannot be unpacked: {error}"[:300]) from error
