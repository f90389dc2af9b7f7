"""A share site of our own: invented newspapers that behave like the real share sites.

The demo and the end-to-end tests run it in a process of its own::

    with archiver.sample.running() as site:
        print(site.share_url("NW202202112273301401"))

``archiver.sample.articles`` says what an archive should make of every article.
"""

from archiver.sample.process import Site, running

__all__ = ["Site", "running"]
