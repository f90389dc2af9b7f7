"""Makes a browser's picture small: the PNG with its 256 most frequent colours."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256
_HEAD = struct.Struct(">IIBBBBB")
_TRUE_COLOUR, _PALETTE = 2, 3


def reduce_colours(png: bytes) -> bytes:
    """Give a picture of eight bits in true colour, as browsers write it, as one with a palette."""
    parts = _join_parts(png)
    width, height, depth, colour, *_ = _HEAD.unpack(parts[b"IHDR"])
    if (depth, colour) != (8, _TRUE_COLOUR):
        raise ValueError(f"a picture of {depth} bits and colour type {colour} is none in true colour")
    rows = list(_unfilter(zlib.decompress(parts[b"IDAT"]), 3 * width))
    points = np.frombuffer(b"".join(rows), np.uint8).reshape(-1, 3)
    palette, places = _choose_palette(points)
    lines = b"".join(b"\x00" + row.tobytes() for row in places.reshape(height, width))
    return SIGNATURE + b"".join(
        (
            _part(b"IHDR", _HEAD.pack(width, height, 8, _PALETTE, 0, 0, 0)),
            _part(b"PLTE", palette.tobytes()),
            _part(b"IDAT", zlib.compress(lines, 9)),
            _part(b"IEND", b""),
        )
    )


def _choose_palette(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the palette, and for each point the place of its colour in it."""
    colours, places, counts = np.unique(points, axis=0, return_inverse=True, return_counts=True)
    palette = colours[np.argsort(-counts)[:COLOURS]]
    apart = ((colours[:, None].astype(int) - palette[None].astype(int)) ** 2).sum(axis=2)
    return palette, apart.argmin(axis=1).astype(np.uint8)[places.ravel()]


def _join_parts(png: bytes) -> dict[bytes, bytes]:
    """Give the parts of a picture by name, those of one name joined."""
    joined: dict[bytes, bytes] = {}
    at = len(SIGNATURE)
    while at < len(png):
        size, name = struct.unpack_from(">I4s", png, at)
        joined[name] = joined.get(name, b"") + png[at + 8 : at + 8 + size]
        at += size + 12
    return joined


def _part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _unfilter(raw: bytes, size: int) -> Iterator[bytes]:
    """Yield the rows as they are seen; a row is written as what differs from its neighbours."""
    above = bytes(size)
    for start in range(0, len(raw), size + 1):
        kind, row = raw[start], bytearray(raw[start + 1 : start + 1 + size])
        for place in range(size if kind else 0):
            left, corner = (row[place - 3], above[place - 3]) if place >= 3 else (0, 0)
            row[place] = (row[place] + _guess(kind, left, above[place], corner)) & 255
        above = bytes(row)
        yield above


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    if kind < 4:
        return (left, up, (left + up) // 2)[kind - 1]
    return min((left, up, corner), key=lambda near: abs(left + up - corner - near))
