"""Drafts become articles; known articles met in a list become sightings."""

from __future__ import annotations

from archiver.intake import Found, Kept, clean


class NormalisePipeline:
    """Cleans what a spider found."""

    def process_item(self, item: Found) -> Kept:
        """Clean one; a failure passes on."""
        return clean(item)
