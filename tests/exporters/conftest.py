"""Entries to export, and where the real posts are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from archiver.entries import Appearance, Entry, Revision
from archiver.records import Draft, Image, Mention, Moment, Precision, Target

CHINA = timezone(timedelta(hours=8))
SEEN_AT = datetime(2024, 5, 1, 20, 0, tzinfo=CHINA)

ENTRY = Entry(
    id=7,
    identity="share:paper:NW202405011234567890",
    url="http://share.example/read.html?code=NW202405011234567890",
    urls=("http://share.example/read.html?code=NW202405011234567890", "http://other.example/1.html"),
    code="NW202405011234567890",
    site="paper",
    source="river-daily",
    title="河边的“新桥”通车",
    published=Moment(at=datetime(2024, 5, 1, 8, 30, 5, tzinfo=CHINA), precision=Precision.SECOND),
    authors=("王一", "李二"),
    byline="记者 王一 李二",
    publisher="河边日报",
    editor="赵三",
    language="zh",
    category="hebianribao",
    tags=("河边日报新闻",),
    paragraphs=("新桥昨日通车。", "全长三百米。"),
    html="<p>新桥昨日通车。</p>\n <p>全长三百米。</p>",
    images=(Image(url="http://share.example/bridge.jpg", caption="新桥"),),
    mentions=(Mention(name="桥梁公司", code="1.600000"),),
    appearances=(
        Appearance(url="http://other.example/1.html", publisher="山边日报", title="通车", published=None),
    ),
    revision=1,
    first_seen_at=SEEN_AT,
    last_seen_at=SEEN_AT,
)

ABOUT: dict[str, Any] = {
    "modified": Moment(at=datetime(2024, 5, 1, 18, 0, tzinfo=CHINA), precision=Precision.MINUTE),
    "description": "桥上可以步行: “不收费”。",
    "image": "http://share.example/cover.jpg?size=1&form=wide",
    "section": "城市",
    "keywords": ("新桥", "步行 与 骑车"),
}
"""What the page of an entry says about it."""


@dataclass
class Shelf:
    """A selection of given entries."""

    chosen: Sequence[Entry]
    history: Mapping[int, tuple[Revision, ...]] = field(default_factory=dict)

    def entries(self) -> Iterator[Entry]:
        yield from self.chosen

    def revisions(self, entry_id: int) -> tuple[Revision, ...]:
        return self.history.get(entry_id, ())


class FailingShelf(Shelf):
    """A selection that breaks off after its entries."""

    def entries(self) -> Iterator[Entry]:
        yield from self.chosen
        raise RuntimeError("the archive broke off")


@pytest.fixture(scope="session")
def entry() -> Entry:
    return ENTRY


@pytest.fixture(scope="session")
def told_entry() -> Entry:
    """The entry with what its page says about it."""
    return replace(ENTRY, **ABOUT)


@pytest.fixture(scope="session")
def make_entry() -> Callable[..., Entry]:
    return lambda **changes: replace(ENTRY, **changes)


@pytest.fixture(scope="session")
def shelf() -> Callable[..., Shelf]:
    return lambda *entries, **keywords: Shelf(entries, **keywords)


@pytest.fixture(scope="session")
def failing_shelf() -> Callable[..., FailingShelf]:
    return lambda *entries: FailingShelf(entries)


@pytest.fixture(scope="session")
def seed_folder() -> Path:
    given = os.environ.get("ARCHIVER_SHARED")
    shared = Path(given) if given else Path(__file__).resolve().parents[3] / "shared"
    if not (shared / "seed").is_dir():
        pytest.skip(f"the real posts are not here ({shared / 'seed'}); name their parent in ARCHIVER_SHARED")
    return shared / "seed"


@pytest.fixture(scope="session")
def resolve() -> Callable[[str, str | None], Target]:
    def name_target(url: str, code: str | None) -> Target:
        identity = f"share:paper:{code}" if code else f"url:{url}"
        return Target(url=url, identity=identity, site="paper", code=code)

    return name_target


@pytest.fixture(scope="session")
def entry_of_draft() -> Callable[[Draft], Entry]:
    """What the archive keeps of a post whose text needs no cleaning."""

    def keep(draft: Draft) -> Entry:
        published = datetime.strptime(draft.raw_published, "%Y-%m-%d %H:%M:%S %z")
        return replace(
            ENTRY,
            identity=draft.target.identity,
            url=draft.target.url,
            urls=draft.addresses,
            code=draft.target.code,
            title=draft.raw_title,
            published=Moment(at=published, precision=Precision.SECOND),
            category=draft.target.category,
            tags=draft.target.tags,
            html=draft.body_html,
            origin=draft.origin,
            description=draft.raw_description or None,
            image=draft.raw_image or None,
            section=draft.raw_section or None,
            keywords=draft.raw_keywords,
            modified=ABOUT["modified"] if draft.raw_modified else None,
        )

    return keep
