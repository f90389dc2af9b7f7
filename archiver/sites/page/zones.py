"""What the class, id and role of a box say stands in it: comments, other articles, furniture, text …"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from archiver.sites.page.boxes import Box, name_words

NOWHERE = -999.0
_WHOLE_PAGE = frozenset({"<html>", "<body>"})
_ZONES = {
    "comments": (
        "comment comments commentlist disqus respond replies reply responses discussion 评论 pinglun "
        "livefyre viafoura"
    ),
    "elsewhere": (
        "related relate recommend recommended recommendation recommendations recirc more mostread "
        "popular trending latest also teaser teasers card cards promo promos hot tuijian recom rec "
        "suggest suggested suggestions upnext next prev previous outbrain taboola readmore"
    ),
    "beside the text": "sidebar aside side rail widget widgets secondary complementary column right left",
    "foot": (
        "footer foot colophon copyright legal disclaimer bottom terms policy license republish "
        "statement banquan"
    ),
    "navigation": (
        "nav navigation menu breadcrumb breadcrumbs header masthead topbar navbar crumb crumbs tab "
        "tabs toolbar pagination pager"
    ),
    "sharing": (
        "share sharing social follow facebook twitter addtoany sharethis fenxiang weixin wechat "
        "qrcode erweima"
    ),
    "selling": (
        "newsletter newsletters subscribe subscription signup optin cta ad ads adv advert "
        "advertisement sponsor sponsored banner marketing offer paywall form login signin register "
        "donate membership guanggao app download"
    ),
    "author": (
        "author authors bio byline profile contributor contributors avatar about writer vcard editor zebian"
    ),
    "picture": (
        "caption figcaption credit figure image img photo picture gallery slideshow carousel slider "
        "swiper media video"
    ),
    "layer": (
        "modal popup cookie cookies consent gdpr overlay dialog tooltip dropdown hidden hide "
        "offscreen lightbox toast"
    ),
    "label": (
        "tag tags tagcloud category categories keywords topic topics meta date time published "
        "timestamp info source laiyuan"
    ),
    "reference": (
        "reference references footnote footnotes citation citations sources bibliography note notes "
        "refs reflist"
    ),
    "summary": (
        "summary excerpt description snippet abstract deck dek standfirst lead lede subtitle intro zhaiyao"
    ),
    "headline": "title headline heading hed biaoti",
    "quote": (
        "quote pullquote blockquote tweet embed instagram infobox factbox callout highlight "
        "highlights takeaway takeaways keypoint keypoints"
    ),
    "text": (
        "article articles story entry post content body text main markup richtext prose copy "
        "paragraph paragraphs zhengwen neirong artibody contentbody articlebody articletext"
    ),
    "list": "list listing grid item items feed archive result results table row",
    "question": "faq faqs question answer accordion toc contents",
}
"""What stands in boxes → the words that name such boxes, those of Chinese sites in pinyin."""
ZONE_COUNT = len(_ZONES)
_ZONE_OF = {word: zone for zone, words in enumerate(_ZONES.values()) for word in words.split()}


@lru_cache(maxsize=20_000)
def find_zones(names: str) -> tuple[int, ...]:
    """Find the numbers of the zones that a box's names speak of; those of the whole page say nothing."""
    tag, *words = name_words(names)
    if tag in _WHOLE_PAGE:
        return ()
    return tuple({_ZONE_OF[word] for word in words if word in _ZONE_OF})


def zone_depths(boxes: Sequence[Box]) -> NDArray[np.float32]:
    """Give for each box (outermost first) and zone the depth of the nearest box that speaks of the zone.

    The box itself counts, then those around it; ``NOWHERE`` where none does.
    """
    rows = [[NOWHERE] * ZONE_COUNT]
    row_of: list[int] = []
    for box in boxes:
        number = row_of[box.parent.place] if box.parent is not None else 0
        if zones := find_zones(box.names):
            rows.append(rows[number].copy())
            number = len(rows) - 1
            for zone in zones:
                rows[number][zone] = float(box.depth)
        row_of.append(number)
    depths: NDArray[np.float32] = np.array(rows, dtype=np.float32)[row_of]
    return depths
