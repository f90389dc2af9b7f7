"""Spiders: thin, each asks a site what to fetch and hands on what came."""
