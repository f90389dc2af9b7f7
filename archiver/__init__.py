"""News archiver: find, read, normalise, de-duplicate and keep newspaper articles."""

__version__ = "0.1.0"
