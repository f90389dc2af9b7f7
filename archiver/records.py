"""Every record an article passes through, in the order of its way.

``Target`` → ``Capture`` → ``Draft`` → ``Article`` → ``Verdict`` → ``Entry``; a ``Failure`` may leave
the way at any stage. Records are frozen: a later stage makes a new record, it never changes one.
Text fields that a page may lack are ``None`` once cleaned; ``raw_`` fields hold text as received
and are ``""`` when there was none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from archiver.reasons import Reason


class Precision(StrEnum):
    """How finely a moment was printed."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"


class Stage(StrEnum):
    """Where on the way a failure happened."""

    FIND = "find"
    KEEP = "keep"
    READ = "read"
    CLEAN = "clean"
    IMPORT = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A printed time: aware, with the offset of its source, and as precise as it was printed."""

    at: datetime
    precision: Precision


@dataclass(frozen=True, slots=True)
class Address:
    """An address of an article, and the identity that any form of this address has."""

    url: str
    identity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a list said about an article; as received, if not said otherwise.

    Attributes:
        time_zone: IANA name, of times printed without an offset.
        listed_at: aware, the day and time by which the list dates the article: when it was published or, in
            a plain sitemap, last changed.
        only_fills: whether title, newspaper and authors only fill what the article's page lacks, as those of
            a feed do, which shortens them; else they come before what the page says.
    """

    raw_title: str = ""
    raw_time: str = ""
    raw_publisher: str = ""
    raw_byline: str = ""
    raw_keywords: tuple[str, ...] = ()
    time_zone: str = "UTC"
    listed_at: datetime | None = None
    only_fills: bool = False


NOTHING_LISTED = Listing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An article to be had: where it is and which article it is.

    Attributes:
        url: the address as given.
        identity: names the article whatever its address: ``share:FAMILY:CODE`` or ``url:CANONICAL``.
        site: the share family's name, or the host of a news page.
        source: name of the source that listed it; ``None`` when given by hand.
        code: the site's own name of the article; ``None`` for a plain page.
        alternatives: plain pages of the same article, tried when its own endpoint has no text.
        via: the alternative that is asked now, ``""`` for the target's own address.
        listing: what a list said.
        category, tags: how to file it; ``{publisher}`` and ``{slug}`` stand for the newspaper.
        slugs: newspaper → slug, where the pinyin of its name is not the one wanted.
        recheck: the waits after which its article is asked for again, once it is fetched.
        slug: of any newspaper, before ``slugs``; ``""`` for none.
        publisher: the newspaper of all that the source lists, ``""`` if it does not say.
        language: ISO 639-1, where its page names none.
        time_zone: IANA name, of times that its page prints without an offset; ``""`` to guess it.
        rules: names of the page tables that come first, whatever the host.
        position: where in a source that counts through numbers, days or codes it stands.
    """

    url: str
    identity: str
    site: str
    source: str | None = None
    code: str | None = None
    alternatives: tuple[str, ...] = ()
    via: str = ""
    listing: Listing = NOTHING_LISTED
    category: str | None = None
    tags: tuple[str, ...] = ()
    slugs: Mapping[str, str] = field(default_factory=dict)
    recheck: tuple[timedelta, ...] = ()
    slug: str = ""
    publisher: str = ""
    language: str = ""
    time_zone: str = ""
    rules: tuple[str, ...] = ()
    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said beside the body of an answer; enough to ask next time only for what has changed.

    Attributes:
        checks: how often the article has been asked for again, this time included.
        etag, last_modified: as received, ``""`` where it named none. Source: RFC 9110, section 8.8.
    """

    status: int
    checks: int = 0
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """An answer as the server gave it, content encoding removed.

    Attributes:
        url: the final address, after redirects.
        headers: names in lower case, values as received, in order.
        fetched_at: aware.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that left, for whoever keeps account of what hosts were asked.

    Attributes:
        host: with its port where it is not the usual one.
        at: aware, when it left.
        status: ``None`` when no answer came.
        byte_count: of the answer's body as it came over the wire.
        seconds: until the answer was there, or the fault.
    """

    host: str
    url: str
    at: datetime
    status: int | None
    byte_count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one rule found for a field, as received."""

    rule: str
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for a field.

    Attributes:
        value: as received, ``""`` where nothing was found.
        rule: the rule that found it, ``""`` where none did.
        others: what other rules found, the likelier first.
    """

    value: str = ""
    rule: str = ""
    others: tuple[Candidate, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The values of a field that may have several, such as keywords: its value has a line for each."""
        return tuple(self.value.split("\n")) if self.value else ()


NOT_FOUND = Finding()


def find_first(*said: tuple[str, str]) -> Finding:
    """Give the first of (rule, value) whose value is not blank; the others are kept beside it."""
    told = [Candidate(rule, value) for rule, value in said if value.strip()]
    return Finding(told[0].value, told[0].rule, tuple(told[1:])) if told else NOT_FOUND


@dataclass(frozen=True, slots=True)
class Wall:
    """What stands where an article should be.

    Attributes:
        reason: ``challenge``, ``consent``, ``paywall``, ``login``, ``soft-404``, ``empty-shell`` or
            ``not-an-article``.
        message: what it is, and by which sign it was told.
    """

    reason: Reason
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a page said, field by field, as received.

    Attributes:
        addresses: every address the article is known to have, the one to show first.
        body_html: the article's own markup, unsanitised.
        time_zone: IANA name used where a printed time has no offset.
        raw_keywords: the page's own tags.
        raw_image: address of the main picture.
        found: what was found for each field, by which rule, and what other rules said; also for the
            ``encoding`` and the ``body``, of which only the rule is told.
        replaced_count: signs that could not be decoded and became U+FFFD.
        missed_rules: ``TABLE.FIELD`` of page rules that found nothing where the general reading stands in.
        is_cut: the page is so large that its end was not looked at.
        wall: what the page is instead of an article; ``None`` where it is one.
        next_url: the address of the article's next page, or of its whole text; ``""`` where there is none.
        missing_page: the address of a further page that did not come, and why; ``""`` where all came.
        origin: what an importer wants back at an export in the same format.
        answer: what the server said beside it; ``None`` where nothing was asked for.
    """

    target: Target
    fetched_at: datetime
    addresses: tuple[str, ...]
    raw_title: str = ""
    raw_published: str = ""
    raw_byline: str = ""
    raw_publisher: str = ""
    raw_editor: str = ""
    raw_language: str = ""
    raw_modified: str = ""
    raw_description: str = ""
    raw_image: str = ""
    raw_section: str = ""
    raw_keywords: tuple[str, ...] = ()
    body_html: str = ""
    base_url: str = ""
    time_zone: str = "UTC"
    site_names: tuple[str, ...] = ()
    found: Mapping[str, Finding] = field(default_factory=dict)
    replaced_count: int = 0
    missed_rules: tuple[str, ...] = ()
    is_cut: bool = False
    wall: Wall | None = None
    next_url: str = ""
    missing_page: str = ""
    origin: Mapping[str, str] = field(default_factory=dict)
    answer: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture of an article; ``caption`` is ``None`` when it has none."""

    url: str
    caption: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A company or board named in the text, with the code the page gave it, e.g. ``106.NIO``."""

    name: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Something that went wrong, kept so that it is never lost silently.

    Attributes:
        key: names what failed, so that the same failure met again is one row with more tries.
        url: where, ``""`` when a record came without an address.
        identity: the article's, ``None`` when it could not be told which one it was.
        retry_after_seconds: what the server asked for; ``None`` when it said nothing.
        status: of the answer; ``None`` where none came.
    """

    stage: Stage
    reason: Reason
    key: str
    url: str
    message: str
    at: datetime
    identity: str | None = None
    source: str | None = None
    retry_after_seconds: float | None = None
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Mended:
    """What failed before, under this key, works again."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A known article, or a list, that was asked for again and has not changed, or a list that came.

    Attributes:
        identity: the article's, or ``list:SOURCE:ADDRESS``.
        answer: what the server said; ``etag`` and ``last_modified`` are kept for the next time.
    """

    identity: str
    url: str
    source: str | None
    at: datetime
    answer: Answer
    recheck: tuple[timedelta, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A known article that is not there any more; what the archive has of it stays."""

    target: Target
    reason: Reason
    message: str
    at: datetime
    checks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A cleaned article.

    Attributes:
        title: ``None`` when no title is known.
        published: ``None`` when none was given, or when it was impossible.
        modified: when the page says it was last changed; never before ``published``.
        description: what the page says it is about; ``None`` where that is only the title.
        image: absolute address of the main picture, which need not be in the text.
        section: the newspaper's own section.
        keywords: the page's own tags; ``tags`` are those under which the archive files it.
        authors: names in page order, may be empty.
        byline: the line the authors were read from, as printed.
        publisher: the newspaper.
        editor: the responsible editor.
        language: ISO 639-1, ``None`` when unknown.
        paragraphs: plain text in page order.
        html: the body, sanitised.
        text_digest: hex digest of the text without white space and width differences.
        merge_key: ``text_digest``, or ``None`` where the text is too short to tell articles apart.
        lacks: what is missing or broken; kept as failures beside the article.
    """

    target: Target
    addresses: tuple[Address, ...]
    fetched_at: datetime
    title: str | None
    published: Moment | None
    raw_published: str
    authors: tuple[str, ...]
    byline: str | None
    publisher: str | None
    editor: str | None
    language: str | None
    category: str | None
    tags: tuple[str, ...]
    paragraphs: tuple[str, ...]
    html: str
    images: tuple[Image, ...]
    mentions: tuple[Mention, ...]
    text_digest: str
    merge_key: str | None
    modified: Moment | None = None
    description: str | None = None
    image: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    lacks: tuple[Failure, ...] = ()
    origin: Mapping[str, str] = field(default_factory=dict)
    answer: Answer | None = None

    @property
    def text(self) -> str:
        """The paragraphs, joined by a blank line."""
        return "\n\n".join(self.paragraphs)


class Judgement(StrEnum):
    """What an article is to the archive."""

    NEW = "new"
    UNCHANGED = "unchanged"
    REVISED = "revised"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The judgement on one article.

    Attributes:
        entry_id: the entry it belongs to; ``None`` before a new one is written.
        changed: names of the fields that differ, for a revision.
        filled: names of the fields that were empty in the archive and are known now.
    """

    judgement: Judgement
    article: Article
    entry_id: int | None = None
    changed: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the archive holds of an article; enough to judge another one by.

    Attributes:
        appearance_digest: digest of the text last read under the asked identity.
        earlier_digests: digests of the texts that revisions replaced.
    """

    entry_id: int
    identity: str
    code: str | None = None
    title: str | None
    published: Moment | None
    authors: tuple[str, ...]
    text_digest: str
    appearance_digest: str
    earlier_digests: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A known article met again in a list, cleaned; it was not asked for again.

    Attributes:
        target: with the identity under which it was listed.
        title, published, publisher: what the list said, to fill what the archive lacks.
    """

    target: Target
    addresses: tuple[Address, ...]
    title: str | None
    published: Moment | None
    publisher: str | None
    seen_at: datetime
