"""What stands in place of an article on order: challenges, consent, paywalls, logins, missing pages."""

from __future__ import annotations

from typing import Literal, TypeGuard, get_args

from archiver.sample.answers import Answer, answer_html, answer_json, refuse

WallKind = Literal[
    "challenge",
    "challenge-403",
    "challenge-503",
    "consent",
    "paywall",
    "login",
    "login-text",
    "soft404",
    "shell",
]
LOGIN_PATH = "/account/login"
_PAGE = (
    '<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head>'
    "<body>{body}</body></html>"
)
_CHALLENGE = _PAGE.format(
    language="en",
    title="Just a moment...",
    body="<h1>Port Ellison Courier</h1><h2>Checking your browser before you go on</h2>"
    "<p>Please verify that you are human by ticking the box.</p><noscript>Enable JavaScript and cookies "
    "to continue</noscript><p>Ray ID: 77aa00bb11cc22dd</p>",
)
_CONSENT = _PAGE.format(
    language="en",
    title="Before you continue",
    body="<h1>Before you continue to the Courier</h1><p>We and our 97 partners use cookies and store "
    "personal data on your device.</p><p>We use cookies to show personalised ads and content.</p>"
    "<button>Accept all</button><button>Reject all</button>",
)
_PAYWALL = _PAGE.format(
    language="zh-CN",
    title="渡口的新航线_云溪财经网",
    body='<div class="header"><a href="/">首页</a><a href="/news/">新闻</a></div><h1>渡口的新航线</h1>'
    '<div class="content"><p>渡口周五开了三条新航线，往来的渡船多了一半，等船的人少了……</p></div>'
    '<div class="pay-wall"><p>订阅后阅读全文</p><button>立即订阅</button></div>',
)
_LOGIN = _PAGE.format(
    language="zh-CN",
    title="用户登录",
    body='<form><h2>用户登录</h2><p>请登录后查看</p><input name="user">'
    '<input type="password"><button>登录</button></form>',
)
_SOFT_404 = _PAGE.format(
    language="zh-CN",
    title="页面不存在",
    body='<div class="error"><p>抱歉，您访问的页面不存在或已被删除！</p>'
    '<p><a href="/">返回首页</a></p></div>',
)
_SHELL = _PAGE.format(
    language="zh-CN",
    title="云溪财经网",
    body='<noscript>请开启JavaScript后继续浏览。</noscript><div id="app"></div>'
    '<script src="/app.js"></script>',
)
_PAGES: dict[WallKind, str] = {
    "challenge": _CHALLENGE,
    "challenge-403": _CHALLENGE,
    "challenge-503": _CHALLENGE,
    "consent": _CONSENT,
    "paywall": _PAYWALL,
    "soft404": _SOFT_404,
    "shell": _SHELL,
}
_STATUSES: dict[WallKind, int] = {"challenge-403": 403, "challenge-503": 503}


def is_wall(kind: str) -> TypeGuard[WallKind]:
    """Whether a kind of fault is a wall."""
    return kind in get_args(WallKind)


def show_wall(kind: WallKind) -> Answer:
    """Answer with a wall; ``login-text`` is one in an answer of the text endpoint."""
    if kind == "login":
        return refuse(302, "Found", ("Location", LOGIN_PATH))
    if kind == "login-text":
        return answer_json({"text": "<p>请登录后查看</p>"})
    return answer_html(_PAGES[kind], _STATUSES.get(kind, 200))


def show_login() -> Answer:
    """Answer with the form to which ``login`` redirects."""
    return answer_html(_LOGIN)
