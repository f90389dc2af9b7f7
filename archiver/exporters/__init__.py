"""Exporters: one format, one module, one function that writes a selection to a destination."""
