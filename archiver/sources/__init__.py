"""The tables of ``sources.toml``: sites, sources of every kind, rules for pages; read, checked, written."""
