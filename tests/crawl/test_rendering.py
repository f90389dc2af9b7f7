"""Pages that only a script fills are shown by a real Chromium, which reaches nothing by itself."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.error import HTTPError

import pytest
from scripted_pages import (
    LOAD,
    PARAGRAPHS,
    ScriptedSite,
    browser_pids,
    needs_browser,
    renderer_pids,
    serving,
    shell,
)

from archiver.crawl.render.exchange import Bounds, Given, Wish, WishRefusedError
from archiver.crawl.render.renderer import Renderer
from archiver.errors import ReadError
from archiver.reasons import Reason
from archiver.records import Capture

pytestmark = needs_browser

AGENT = "news-archiver/test (+desk@westmere.example)"
PATIENT = Bounds(AGENT, seconds=60, most_bytes=1024 * 1024, process_bytes=400 * 1024 * 1024)
HASTY = Bounds(AGENT, seconds=2, most_bytes=1024 * 1024)


@dataclass
class Screen:
    """A renderer with a loop of its own, and what its pages asked for."""

    site: ScriptedSite
    renderer: Renderer
    runner: asyncio.Runner
    wishes: list[Wish] = field(default_factory=list)
    before: Callable[[Wish], None] = lambda _: None

    def show(self, url: str) -> str:
        return self.capture(url).body.decode("utf-8-sig")

    def capture(self, url: str, kind: str = "text/html; charset=utf-8") -> Capture:
        body = self.site.pages[url.removeprefix(self.site.url)][0].encode(kind.rpartition("=")[2])
        got = Capture(
            url=url,
            status=200,
            headers=(("content-type", kind), ("etag", '"shell"')),
            body=body,
            fetched_at=datetime.now(UTC),
        )
        return self.runner.run(self.renderer.render(got, self.ask))

    async def ask(self, wish: Wish) -> Given:
        self.wishes.append(wish)
        self.before(wish)
        if wish.url.endswith("/never"):
            await asyncio.Event().wait()
        if not wish.url.startswith(self.site.url):
            raise WishRefusedError("another host")
        return await asyncio.to_thread(_ask, wish)


def _ask(wish: Wish) -> Given:
    request = urllib.request.Request(wish.url, wish.body or None, wish.headers, method=wish.method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            headers = tuple((name.lower(), value) for name, value in answer.headers.items())
            return Given(answer.url, answer.status, headers, answer.read())
    except HTTPError as error:
        return Given(wish.url, error.code)


@contextmanager
def opened(bounds: Bounds) -> Iterator[Screen]:
    with serving() as site, asyncio.Runner() as runner:
        screen = Screen(site, Renderer("", bounds), runner)
        yield screen
        runner.run(screen.renderer.close())


@pytest.fixture(scope="module")
def patient() -> Iterator[Screen]:
    with opened(PATIENT) as screen:
        yield screen


@pytest.fixture(scope="module")
def hasty() -> Iterator[Screen]:
    with opened(HASTY) as screen:
        yield screen


@pytest.fixture
def screen(patient: Screen) -> Screen:
    patient.before = lambda _: None
    patient.wishes.clear()
    patient.site.asked.clear()
    return patient


def test_a_shell_that_fetches_its_text_is_shown_with_it(screen: Screen) -> None:
    html = screen.show(screen.site.page(LOAD))
    assert all(text in html for text in PARAGRAPHS)
    assert screen.site.asked == ["/fill.js", "/api/story.json"]


def test_the_document_is_not_asked_for_again_and_its_state_does_not_stay(screen: Screen) -> None:
    capture = screen.capture(screen.site.page(LOAD))
    assert "/story.html" not in screen.site.asked
    assert dict(capture.headers) == {"content-type": "text/html; charset=utf-8"}


def test_text_that_comes_after_a_wait_is_waited_for(screen: Screen) -> None:
    assert PARAGRAPHS[0] in screen.show(screen.site.page(f"setTimeout(() => {LOAD[:-1]}, 1500)"))


def test_a_page_of_another_encoding_keeps_its_signs(screen: Screen) -> None:
    text = "港口今天启用新堤，渡船照旧。" * 20
    screen.site.pages["/story.html"] = (shell("", body=f"<p>{text}</p>"), "")
    url = screen.site.url + "/story.html"
    assert text in screen.capture(url, "text/html; charset=gb18030").body.decode("utf-8-sig")


def test_no_picture_style_font_film_or_advertisement_is_asked_for(screen: Screen) -> None:
    head = (
        '<link rel="stylesheet" href="/a.css"><link rel="icon" href="/favicon.ico">'
        '<link rel="preload" as="font" href="/a.woff2" crossorigin><link rel="prefetch" href="/next.html">'
        '<script async src="https://securepubads.g.doubleclick.net/tag.js"></script>'
        '<script async src="https://ads.westmere.example/tag.js"></script>'
        "<style>body { background: url(/back.png) } </style>"
    )
    body = '<img src="/a.png"><video autoplay src="/a.mp4"></video><iframe src="/frame.html"></iframe>'
    html = screen.show(screen.site.page(f"navigator.sendBeacon('/seen'); {LOAD}", head=head, body=body))
    assert PARAGRAPHS[0] in html
    asked = [wish.url.removeprefix(screen.site.url) for wish in screen.wishes]
    assert asked == ["/fill.js", "/api/story.json"]


def test_scripts_that_wait_for_their_styles_get_empty_ones(screen: Screen) -> None:
    script = (
        "const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = '/late.css';"
        f"l.onload = () => {{ {LOAD} }}; document.head.append(l);"
    )
    assert PARAGRAPHS[0] in screen.show(screen.site.page(script))
    assert "/late.css" not in screen.site.asked


def test_scripts_may_post_and_are_told_our_agent(screen: Screen) -> None:
    script = (
        "fetch('/api/story.json', {method: 'POST', body: 'id=7'}).then(a => a.json()).then(story => {"
        " fill(story); document.body.append(navigator.userAgent); });"
    )
    assert AGENT in screen.show(screen.site.page(script))
    assert [(w.method, w.body) for w in screen.wishes][-1] == ("POST", b"id=7")


def test_dialogs_windows_and_a_page_that_changes_its_own_tools_do_no_harm(screen: Screen) -> None:
    script = (
        "alert('read this'); confirm('sure?'); window.open('/popup.html');"
        "window.requestIdleCallback = () => 0;"
        "Object.defineProperty(Element.prototype, 'outerHTML', {get: () => 'nothing'});"
        f"onbeforeunload = () => 'stay'; {LOAD} window.Promise = null;"
    )
    assert PARAGRAPHS[0] in screen.show(screen.site.page(script))
    assert "/popup.html" not in screen.site.asked


@pytest.mark.parametrize(
    "script",
    [
        "setInterval(() => document.body.append('.'), 20);",
        "setInterval(() => fetch('/api/news.json?' + Math.random()), 50);",
        "(function again() { setTimeout(again, 0); })();",
    ],
    ids=["adds for ever", "asks for ever", "counts for ever"],
)
def test_a_page_whose_timers_never_end_is_shown(screen: Screen, script: str) -> None:
    assert PARAGRAPHS[0] in screen.show(screen.site.page(LOAD + script))
    assert len(screen.wishes) < 20


def test_a_page_is_followed_where_its_script_goes_on(screen: Screen) -> None:
    screen.site.page(LOAD, path="/story/7.html")
    capture = screen.capture(screen.site.page("location.replace('/story/7.html')", path="/go.html"))
    assert capture.url == screen.site.url + "/story/7.html"
    assert PARAGRAPHS[0].encode() in capture.body
    assert [wish.url for wish in screen.wishes if wish.is_page] == [capture.url]


def test_a_page_that_goes_on_for_ever_is_given_up(screen: Screen) -> None:
    url = screen.site.page("location.href = location.pathname + '?' + Math.random()")
    with pytest.raises(ReadError) as refused:
        screen.capture(url)
    assert refused.value.reason is Reason.RENDER_FAILED


@pytest.mark.parametrize("place", ["file:///etc/passwd", "data:text/html,hello", "chrome://version"])
def test_a_page_stays_where_it_is_when_its_script_goes_to_no_web_address(screen: Screen, place: str) -> None:
    capture = screen.capture(screen.site.page(f"{LOAD} location.href = '{place}';"))
    assert capture.url == screen.site.url + "/story.html"
    assert PARAGRAPHS[0].encode() in capture.body


def test_the_browser_reaches_nothing_by_itself(screen: Screen) -> None:
    with listening() as (port, seen):
        place = f"127.0.0.1:{port}"
        script = f"""
          for (const make of [
            () => fetch('http://{place}/a', {{mode: 'no-cors'}}).catch(() => 0),
            () => new WebSocket('ws://{place}/b'),
            () => new EventSource('http://{place}/c'),
            () => navigator.sendBeacon('http://{place}/d', 'x'),
            () => {{ new Image().src = 'http://{place}/e' }},
            () => document.body.insertAdjacentHTML('beforeend', '<iframe src="http://{place}/f"></iframe>'),
            () => window.open('http://{place}/g'),
            () => new WebTransport('https://{place}/h').ready.catch(() => 0),
            () => new Worker(URL.createObjectURL(new Blob(["fetch('http://{place}/i')"]))),
            () => navigator.serviceWorker.register('/fill.js').catch(() => 0),
            () => {{
              const peer = new RTCPeerConnection({{iceServers: [
                {{urls: ['stun:{place}', 'turn:{place}?transport=tcp'], username: 'u', credential: 'c'}}]}});
              peer.createDataChannel('x');
              peer.createOffer().then(offer => peer.setLocalDescription(offer));
            }},
            () => import('http://{place}/j').catch(() => 0),
          ]) try {{ make() }} catch (error) {{}}
          {LOAD}
        """
        head = f'<link rel="preconnect" href="http://{place}"><link rel="dns-prefetch" href="http://{place}">'
        html = screen.show(screen.site.page(script, head=head))
        assert PARAGRAPHS[0] in html
        assert seen == []


@contextmanager
def listening() -> Iterator[tuple[int, list[str]]]:
    """Listen on a port, both ways; gives it, and what came."""
    seen: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taking, socket.socket(type=socket.SOCK_DGRAM) as datagrams:
        port = taking.getsockname()[1]
        datagrams.bind(("127.0.0.1", port))

        def note(name: str, wait: Callable[[], object]) -> None:
            try:
                while wait():
                    seen.append(name)
            except OSError:
                return

        waits = {"tcp": lambda: taking.accept(), "udp": lambda: datagrams.recvfrom(2000)}
        threads = [threading.Thread(target=note, args=pair, daemon=True) for pair in waits.items()]
        for thread in threads:
            thread.start()
        yield port, seen
        for one in (taking, datagrams):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


def test_all_pages_are_shown_by_one_browser(screen: Screen) -> None:
    url = screen.site.page(LOAD)
    screen.show(url)
    first = browser_pids(os.getpid())

    async def show_both() -> None:
        body = screen.site.pages["/story.html"][0].encode()
        got = Capture(url=url, status=200, headers=(), body=body, fetched_at=datetime.now(UTC))
        await asyncio.gather(*(screen.renderer.render(got, screen.ask) for _ in range(2)))

    screen.runner.run(show_both())
    assert len(first) == 1
    assert browser_pids(os.getpid()) == first


@pytest.mark.parametrize("victim", ["browser", "renderer"])
def test_a_page_whose_browser_dies_is_shown_once_more(screen: Screen, victim: str) -> None:
    killed: list[int] = []

    def kill_once(wish: Wish) -> None:
        if not killed and wish.url.endswith("story.json"):
            [browser] = browser_pids(os.getpid())
            killed.extend([browser] if victim == "browser" else renderer_pids(browser))
            for pid in killed:
                os.kill(pid, signal.SIGKILL)

    screen.before = kill_once
    assert PARAGRAPHS[0] in screen.show(screen.site.page(LOAD))
    assert killed
    assert len(browser_pids(os.getpid())) == 1


def test_a_page_that_kills_its_browser_every_time_is_a_failure(screen: Screen) -> None:
    def kill(wish: Wish) -> None:
        for pid in browser_pids(os.getpid()):
            os.kill(pid, signal.SIGKILL)

    screen.before = kill
    with pytest.raises(ReadError) as refused:
        screen.show(screen.site.page(LOAD))
    assert refused.value.reason is Reason.RENDER_FAILED
    screen.before = lambda _: None
    assert PARAGRAPHS[0] in screen.show(screen.site.page(LOAD))


def test_a_page_whose_script_never_ends_is_given_up_and_the_next_is_shown(hasty: Screen) -> None:
    with pytest.raises(ReadError) as refused:
        hasty.show(hasty.site.page("while (true) {}"))
    assert refused.value.reason is Reason.RENDER_FAILED
    hasty.site.page("", path="/plain.html", body="<p>A plain page.</p>")
    assert "A plain page." in hasty.show(hasty.site.url + "/plain.html")


def test_a_page_that_waits_for_ever_is_shown_as_it_stands(hasty: Screen) -> None:
    html = hasty.show(hasty.site.page("fetch('/never')", body="<p>What is there.</p>"))
    assert "What is there." in html


def test_a_page_larger_than_allowed_does_not_leave_the_browser(screen: Screen) -> None:
    line = "<p>The harbour of Westmere opened its new mole on Monday.</p>"
    script = f"document.getElementById('app').innerHTML = '{line}'.repeat(20000);"
    with pytest.raises(ReadError) as refused:
        screen.show(screen.site.page(script))
    assert refused.value.reason is Reason.TOO_LARGE


def test_a_page_that_asks_for_more_than_allowed_gets_no_more(screen: Screen) -> None:
    screen.site.pages["/large.json"] = ("x" * 700_000, "text/plain")
    script = "fetch('/large.json').then(() => fetch('/large.json?2')).catch(() => document.title = 'No');"
    assert "<title>No</title>" in screen.show(screen.site.page(script))


def test_a_page_that_needs_too_much_memory_is_given_up(screen: Screen) -> None:
    script = (
        "const all = []; fetch('/never');"
        "setInterval(() => all.length < 12 && all.push(new Uint8Array(5e7).fill(1)), 10);"
    )
    with pytest.raises(ReadError) as refused:
        screen.show(screen.site.page(script))
    assert refused.value.reason is Reason.RENDER_FAILED


def test_a_browser_that_is_not_there_is_told_with_what_to_do() -> None:
    got = Capture(url="http://a.example/", status=200, headers=(), body=b"", fetched_at=datetime.now(UTC))

    async def refuse(wish: Wish) -> Given:
        raise WishRefusedError("nobody")

    with pytest.raises(ReadError, match="correct the setting") as refused:
        asyncio.run(Renderer("/nowhere/chromium", PATIENT).render(got, refuse))
    assert refused.value.reason is Reason.NO_BROWSER
