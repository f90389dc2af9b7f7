"""Saved answers with what is expected of them: rules are checked against them without network."""
