"""Importers: another archive's files, read as drafts and failures."""
