"""What every spider of ours does: ask for what is not known, read what comes, tell what failed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from archiver import cleaning
from archiver.crawl.extension import ArchiveExtension
from archiver.crawl.faults import make_failure, read_fault
from archiver.crawl.following import follow_pages, make_ask
from archiver.crawl.met import Fate, Met
from archiver.crawl.render.reading import has_unknown_endpoint, read_page
from archiver.crawl.spider_arguments import is_yes, read_limit, read_since, refuse_unknown
from archiver.errors import ArchiverError, ReadError, StoreError
from archiver.ledger import UNMODIFIED, LedgerLine, State
from archiver.reasons import Reason
from archiver.records import (
    Answer,
    Article,
    Checked,
    Draft,
    Failure,
    Gone,
    Stage,
    Target,
)
from archiver.sites.directory import identities

Found = Request | cleaning.Found
LONGEST_STATE = 500
"""Signs of an ETag that are kept; a longer one is of no use."""


GONE_REASONS = frozenset(
    {
        Reason.NOT_FOUND,
        Reason.SOFT_404,
        Reason.NOT_AN_ARTICLE,
        Reason.NO_ARTICLE,
        Reason.EMPTY_TEXT,
        Reason.NOT_HTML,
    }
)
"""Why a known article is gone: there is no page any more, or no article on it."""


class ArticleSpider(scrapy.Spider):
    """Base of the spiders.

    Args:
        refetch: ask also for what the archive has; any text but ``0``, ``no`` or ``false`` is yes.
        limit: ask for at most so many articles; the others wait in the ledger for the next run.
        insist: try at once what failed before, instead of at its next try.
        render: show pages that are empty in a browser, whatever their source says.
        since: a day; what a list dates earlier is not asked for.
    """

    accepted = frozenset({"refetch", "limit", "insist", "since", "render"})
    """The names of its arguments."""

    def __init__(self, name: str | None = None, **arguments: Any) -> None:
        super().__init__(name)
        self.arguments = arguments
        self.refetch = is_yes(arguments.get("refetch"))
        self.met = Met(refetch=self.refetch, insist=is_yes(arguments.get("insist")))

    @property
    def shared(self) -> ArchiveExtension:
        """Settings, sources, sites and archive of this crawl."""
        return ArchiveExtension.of(self.crawler)

    async def start(self) -> AsyncIterator[Found]:
        """Ask for whatever the arguments name."""
        try:
            refuse_unknown(self.arguments, self.accepted)
            self.met.limit = read_limit(str(self.arguments.get("limit") or ""))
            self.met.since = read_since(str(self.arguments.get("since") or ""))
            async for found in self.begin():
                yield found
        except ArchiverError as error:
            self.logger.error("%s", error)
            self.count("usage")
            self.crawler.stats.set_value("archiver/stopped_by", str(error))

    def begin(self) -> AsyncIterator[Found]:
        """Yield the first requests; each spider says how."""
        raise NotImplementedError

    async def ask(
        self,
        targets: Iterable[Target],
        *,
        is_due: bool = False,
        drafts: Mapping[str, Draft] | None = None,
    ) -> AsyncIterator[Found]:
        """Ask for the targets that the archive has not; the others are sighted.

        What is asked for stands in the ledger before the first request leaves: a run that is killed, or may
        not ask for more, leaves it to the next one.

        Args:
            is_due: the ledger wants them asked for now, known or not.
            drafts: articles that came with the list, by identity.
        """
        wanted = list(targets)
        standing = await self.shared.archive.standing(name for t in wanted for name in identities(t))
        chosen: list[Target] = []
        for target in wanted:
            fate = self.met.judge(target, standing, self.shared.table_of(target.source), is_due=is_due)
            if fate is Fate.ASK:
                chosen.append(target)
            elif fate.value:
                self.count(fate.value, target.source)
            if fate in (Fate.KNOWN, Fate.ASKED):
                yield target
        # A range comes by its addresses again, and most of them may not be there.
        expected = [one for one in chosen if not (one.position or self.met.is_known(one))]
        await self.shared.archive.expect(expected)
        carried = drafts or {}
        for target in chosen:
            if target.identity in carried:
                self.count("read")
                yield replace(carried[target.identity], target=self.met.told(target))
            elif not self.is_full(target.source):
                self.met.count_asked(target)
                self.count("asked", target.source)
                yield self.request(target)

    def is_full(self, source: str | None) -> bool:
        """Whether a source, or the whole run, may ask for no more articles."""
        return self.met.is_full(source, self.shared.table_of(source))

    def request(self, target: Target) -> Request:
        """Make the request for a target's text; a known article is only wanted if it has changed."""
        is_again = self.met.is_known(target) and not self.refetch and not target.via
        url = self.shared.directory.plan(target)
        return Request(
            url,
            callback=self.read,
            errback=self.fail,
            headers=validators(self.met.line(target)) if is_again else {},
            meta={**self.request_meta(target.source, url), "handle_httpstatus_list": [UNMODIFIED]},
            cb_kwargs={"target": target},
            dont_filter=True,
        )

    def request_meta(self, source: str | None, url: str) -> dict[str, Any]:
        """Give what a source allows and wants, for the parts that handle a request."""
        asked = {"render": True} if is_yes(self.arguments.get("render")) else {}
        return {"source": source, **self.shared.wishes_of(source, url), **asked}

    async def read(self, response: Response, target: Target) -> AsyncIterator[Found]:
        """Read an article's answer; whatever is wrong with one page leaves the others alone."""
        target = self.met.told(target)
        answer = self.answer(response, target)
        if response.status == UNMODIFIED:
            for one in self._unmodified(target, answer):
                yield one
            return
        try:
            found, is_shown = await read_page(response, target, self.shared, self.crawler)
            if is_shown or (isinstance(found, Draft) and found.next_url):
                # The empty page, or the first of several, says nothing of whether the article has changed.
                answer = replace(answer, etag="", last_modified="")
            if isinstance(found, Draft):
                found = await self.complete(await self._whole(found))
        except ReadError as error:
            found = make_failure(target, Stage.READ, error.reason, str(error))
        except StoreError as error:
            self.shared.stop(error)
            return
        except Exception as error:
            self.logger.exception("%s: cannot be read; please report this page", target.url)
            message = f"{type(error).__name__}: {error}"[:300]
            found = make_failure(target, Stage.READ, Reason.UNEXPECTED, message)
        if isinstance(found, Failure):
            for one in self.give_up(replace(found, status=response.status), target):
                yield one
            return
        self.count("read")
        yield replace(found, answer=answer) if isinstance(found, Draft | Article) else found

    def _unmodified(self, target: Target, answer: Answer) -> Iterator[Found]:
        """Take "not modified" for what it is; of an article that never came it says nothing."""
        if self.met.is_known(target):
            self.count("unchanged", target.source)
            yield self.checked(target, answer)
            return
        words = "the server answers with status 304 (not modified), though the article was never had"
        failure = make_failure(target, Stage.KEEP, Reason.HTTP_STATUS, words)
        yield from self.give_up(replace(failure, status=UNMODIFIED), target)

    def answer(self, response: Response, target: Target | None = None) -> Answer:
        """Give what an answer says of its state."""
        line = self.met.line(target) if target else None
        return Answer(
            status=response.status,
            checks=line.checks + 1 if target and line and self.met.is_known(target) else 0,
            etag=_said(response, "ETag"),
            last_modified=_said(response, "Last-Modified"),
        )

    def checked(self, target: Target, answer: Answer) -> Checked:
        """Say that a known article has not changed."""
        return Checked(
            identity=target.identity,
            url=target.url,
            source=target.source,
            at=self.now(),
            answer=answer,
            recheck=target.recheck,
        )

    async def _whole(self, draft: Draft) -> Draft:
        """Join an article's further pages to its first; a known article is never made shorter."""
        if not draft.next_url:
            return draft
        meta = self.request_meta(draft.target.source, draft.next_url)
        whole = await follow_pages(draft, make_ask(self.crawler, self.shared.readers, meta))
        if whole.missing_page and self.met.is_known(draft.target):
            raise ReadError(Reason.PAGE_MISSING, f"a further page did not come: {whole.missing_page}")
        return whole

    async def complete(self, draft: Draft) -> Draft:
        """Add to a draft what its own page does not say; a spider may know where to ask."""
        return draft

    async def fail(self, fault: TwistedFailure) -> AsyncIterator[Found]:
        """Tell why no answer came."""
        seen = read_fault(fault)
        target = self.met.told(seen.request.cb_kwargs["target"])
        failure = make_failure(
            target, Stage.KEEP, seen.reason, seen.message, retry_after=seen.retry_after_seconds
        )
        for found in self.give_up(replace(failure, status=seen.status), target):
            yield found

    def give_up(self, failure: Failure, target: Target) -> Iterator[Found]:
        """Turn to the article's plain page, or the share page itself, where that may help and was not tried.

        A known article that is not there any more is gone, which is no failure.
        """
        if target.alternatives and not target.via:
            yield self.request(replace(target, via=target.alternatives[0]))
        elif has_unknown_endpoint(failure.reason, target, self.shared.directory):
            yield self.request(replace(target, via=target.url))
        elif self.met.is_known(target) and failure.reason in GONE_REASONS:
            yield self._gone(failure, target)
        else:
            self.count("missed", target.source)
            yield failure

    def _gone(self, failure: Failure, target: Target) -> Gone:
        line = self.met.line(target)
        was_gone = line is not None and line.state is State.GONE
        self.count("unchanged" if was_gone else "gone", target.source)
        return Gone(
            target=target,
            reason=failure.reason,
            message=failure.message,
            at=self.now(),
            checks=line.checks + 1 if line else 1,
        )

    def now(self) -> datetime:
        """The time, aware."""
        return datetime.now(UTC)

    def count(self, name: str, source: str | None = None, by: int = 1) -> None:
        """Count something of this crawl, and of the run of one of its sources."""
        self.shared.count(name, source, by)


def validators(line: LedgerLine | None) -> dict[str, str]:
    """Give the headers that ask only for what has changed. Source: RFC 9110, section 13.1."""
    if line is None or line.state is State.GONE:
        # What is there again may say that it is as it was before it went.
        return {}
    named = {"If-None-Match": line.etag, "If-Modified-Since": line.last_modified}
    return {header: said for header, said in named.items() if said}


def _said(response: Response, header: str) -> str:
    return (response.headers.get(header) or b"").decode("latin-1")[:LONGEST_STATE]
