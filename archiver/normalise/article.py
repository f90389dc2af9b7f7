"""A draft's raw fields made into a clean article; a list's words made into a sighting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from archiver.errors import AddressError, ReadError
from archiver.normalise.bodies import Body, clean_body
from archiver.normalise.bylines import Byline, parse_byline
from archiver.normalise.dates import parse_moment
from archiver.normalise.fingerprints import fold_text, text_digest
from archiver.normalise.slugs import make_slug
from archiver.normalise.text import plain_name, prose, scrub
from archiver.normalise.titles import clean_title
from archiver.normalise.urls import check_url, join_url, url_identity
from archiver.reasons import Reason
from archiver.records import Address, Article, Draft, Failure, Moment, Precision, Sighting, Stage, Target

LONGEST_DESCRIPTION = 2000
MOST_KEYWORDS = 100

_LANGUAGE = re.compile(r"[A-Za-z]{2}(?=$|[-_])")
_HAN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff]*")
_KANA = re.compile(r"[\u3040-\u30ff]")


def normalise(draft: Draft, *, needs_text: bool = True) -> Article:
    """Clean a draft.

    Args:
        needs_text: whether a draft of whose body nothing is left is refused.

    Raises:
        ReadError: nothing is left of its body though that is needed.
    """
    body = clean_body(draft.body_html, base_url=draft.base_url)
    if needs_text and not body.paragraphs and not body.images:
        raise ReadError(Reason.EMPTY_TEXT, "the body holds no text")
    title = clean_title(scrub(draft.raw_title), site_names=draft.site_names)
    raw_published = scrub(draft.raw_published)
    published = parse_moment(raw_published, time_zone=draft.time_zone, seen_at=draft.fetched_at)
    byline = _choose_byline(draft, body)
    publisher = plain_name(draft.raw_publisher) or body.publisher or (byline.publisher if byline else None)
    digest, merge_key = text_digest(body.paragraphs)
    return Article(
        target=draft.target,
        addresses=_addresses(draft.target, draft.addresses),
        fetched_at=draft.fetched_at,
        title=title,
        published=published,
        raw_published=raw_published,
        authors=byline.authors if byline else (),
        byline=byline.raw or None if byline else None,
        publisher=publisher,
        editor=plain_name(draft.raw_editor) or body.editor or (byline.editor if byline else None),
        language=_language(draft.raw_language, body.paragraphs),
        category=_file(draft.target.category or "", publisher, draft.target) or None,
        tags=tuple(tag for tag in (_file(tag, publisher, draft.target) for tag in draft.target.tags) if tag),
        paragraphs=body.paragraphs,
        html=body.html,
        images=body.images,
        mentions=body.mentions,
        text_digest=digest,
        merge_key=merge_key,
        modified=_modified(draft, published),
        description=_description(draft.raw_description, title),
        image=_image(draft.base_url, draft.raw_image),
        section=prose(draft.raw_section),
        keywords=_keywords(draft.raw_keywords),
        lacks=tuple(_lacks(draft, title, published)),
        origin=draft.origin,
        answer=draft.answer,
    )


def normalise_sighting(target: Target, seen_at: datetime) -> Sighting:
    """Clean what a list said of a known article."""
    listing = target.listing
    return Sighting(
        target=target,
        addresses=_addresses(target, (target.url, *target.alternatives)),
        title=clean_title(scrub(listing.raw_title)),
        published=parse_moment(scrub(listing.raw_time), time_zone=listing.time_zone, seen_at=seen_at),
        publisher=plain_name(listing.raw_publisher),
        seen_at=seen_at,
    )


def _addresses(target: Target, urls: tuple[str, ...]) -> tuple[Address, ...]:
    """Name what each address stands for; the target's own stands for the article by its code."""
    named = [Address(url, target.identity if url == target.url else url_identity(url)) for url in urls if url]
    return tuple(dict.fromkeys(named))


def _choose_byline(draft: Draft, body: Body) -> Byline | None:
    """Take the page's own author field, else the byline in the text, whichever names somebody."""
    given = parse_byline(scrub(draft.raw_byline)) if draft.raw_byline.strip() else None
    if given and given.authors:
        return given
    return body.byline or given


def _modified(draft: Draft, published: Moment | None) -> Moment | None:
    """Read when the page was last changed; a time before it was published is none."""
    modified = parse_moment(scrub(draft.raw_modified), time_zone=draft.time_zone, seen_at=draft.fetched_at)
    if modified is None or published is None:
        return modified
    if Precision.DAY in (modified.precision, published.precision):
        return modified if modified.at.date() >= published.at.date() else None
    return modified if modified.at >= published.at else None


def _description(raw: str, title: str | None) -> str | None:
    """Clean what the page says it is about; the title said again is nothing."""
    description = prose(raw, LONGEST_DESCRIPTION)
    if description and title and fold_text(description) == fold_text(title):
        return None
    return description


def _image(base_url: str, raw: str) -> str | None:
    """Make the main picture's address absolute; ``None`` for what is no http or https address."""
    try:
        return check_url(join_url(base_url, raw.strip())) if raw.strip() else None
    except (AddressError, ValueError):
        return None


def _keywords(raw: tuple[str, ...]) -> tuple[str, ...]:
    """Clean the page's own tags; each is named once."""
    cleaned = filter(None, map(prose, raw[:MOST_KEYWORDS]))
    return tuple(dict.fromkeys(cleaned))


def _file(pattern: str, publisher: str | None, target: Target) -> str:
    """Put the newspaper into a category or tag; nothing where it is needed and not known."""
    if "{publisher}" not in pattern and "{slug}" not in pattern:
        return pattern
    slug = target.slug or (target.slugs.get(publisher) or make_slug(publisher) if publisher else "")
    if not slug or ("{publisher}" in pattern and not publisher):
        return ""
    return pattern.replace("{publisher}", publisher or "").replace("{slug}", slug)


def _language(raw: str, paragraphs: tuple[str, ...]) -> str | None:
    """Trust the declared language unless the script contradicts it: many Chinese pages say ``en``."""
    sample = "".join(paragraphs)[:2000]
    han = sum(map(len, _HAN.findall(sample)))
    declared = _LANGUAGE.match(raw.strip())
    code = declared.group().lower() if declared else None
    if han * 3 > len(sample):
        return code if code in {"zh", "ja"} else "ja" if _KANA.search(sample) else "zh"
    return code


def _lacks(draft: Draft, title: str | None, published: Moment | None) -> Iterator[Failure]:
    """Say what a reader will miss or see broken; the article is kept all the same."""
    raw_published = scrub(draft.raw_published).strip()
    if title is None:
        yield _lack(draft, Reason.NO_TITLE, "no title is known")
    if published is None and raw_published:
        yield _lack(draft, Reason.BAD_DATE, f"{raw_published[:100]!r} is no possible date")
    elif published is None:
        yield _lack(draft, Reason.NO_DATE, "no date is known")
    if count := draft.replaced_count:
        signs = (
            "1 sign could not be decoded and is"
            if count == 1
            else f"{count} signs could not be decoded and are"
        )
        yield _lack(draft, Reason.BAD_ENCODING, f"{signs} shown as U+FFFD")
    if draft.is_cut:
        yield _lack(draft, Reason.TOO_LARGE, "the page is too large; its end was not looked at")
    if draft.missing_page:
        yield _lack(draft, Reason.PAGE_MISSING, f"a further page did not come: {draft.missing_page}")
    if draft.missed_rules:
        names = ", ".join(f"pages.{name}" for name in draft.missed_rules)
        yield _lack(draft, Reason.RULE_MISSED, f"the rules of {names} find nothing; it was read without them")


def _lack(draft: Draft, reason: Reason, message: str) -> Failure:
    target = draft.target
    return Failure(
        stage=Stage.CLEAN,
        reason=reason,
        key=f"{Stage.CLEAN}:{reason}:{target.identity}",
        identity=target.identity,
        url=target.url,
        source=target.source,
        message=message,
        at=draft.fetched_at,
    )
