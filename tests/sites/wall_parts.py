"""Pieces of pages, and what a page of the tests of walls is."""

from __future__ import annotations

from dataclasses import dataclass

ARTICLE_URL = "https://paper.example/news/2024/05/harbour-crane-4711.html"
NAVIGATION = (
    '<header><a href="/">Port Ellison Courier</a><nav><a href="/news/">News</a> <a href="/sport/">Sport</a> '
    '<a href="/login">Sign in</a> <a href="/subscribe">Subscribe</a></nav></header>'
)
FOOT = '<footer><p>© Port Ellison Courier. <a href="/privacy">Privacy policy</a> <a href="/terms">Terms</a></p></footer>'
CHINESE_NAVIGATION = (
    '<div class="header"><a href="/">首页</a><a href="/news/">新闻</a><a href="/finance/">财经</a>'
    '<a href="/login">登录</a><a href="/reg">注册</a></div>'
)
CHINESE_FOOT = '<div class="footer"><p>版权所有 云溪日报社　备案号：云溪备00000000号</p></div>'
LINES = (
    "The old harbour crane lifted its last load on Tuesday, a piano for the sailors' home on Rope Street.",
    "It had stood on the north quay since 1911, first moved by steam and later by a motor from a tram.",
    "The port will keep the tower as a lookout, and the school of boatbuilding gets the gears and the hook.",
)
CHINESE_LINES = (
    "云溪老码头的起重机周二吊起最后一件货物，是送往绳索街海员之家的一架旧钢琴。",
    "这台起重机从1911年起立在北岸，最早靠蒸汽，后来换上一台从电车上拆下的电动机。",
    "港口将保留塔身作为瞭望台，齿轮和吊钩送给造船学校，供学生上课使用。",
)
LINKED = (
    '<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "The Last Load",'
    ' "datePublished": "2024-05-07T09:00:00+02:00", "isAccessibleForFree": {free}}}</script>'
)
OPEN_GRAPH = (
    '<meta property="og:type" content="article"><meta property="og:site_name" content="Port Ellison Courier">'
)


@dataclass(frozen=True)
class WallPage:
    """A page, with where it was found and what was asked for."""

    name: str
    html: str
    url: str = ARTICLE_URL
    requested: str = ARTICLE_URL
    headers: tuple[tuple[str, str], ...] = ()


def whole(title: str, body: str, head: str = "", language: str = "en") -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def english(body: str, title: str = "The Last Load | Port Ellison Courier", head: str = "") -> str:
    return whole(title, f"{NAVIGATION}<main>{body}</main>{FOOT}", head)


def chinese(body: str, title: str = "老起重机吊起最后一件货物_云溪日报", head: str = "") -> str:
    return whole(title, f'{CHINESE_NAVIGATION}<div class="main">{body}</div>{CHINESE_FOOT}', head, "zh-CN")


def story(*lines: str, heading: str = "The Last Load", more: str = "") -> str:
    text = "".join(f"<p>{line}</p>" for line in lines)
    return f'<article><h1>{heading}</h1><div class="story">{text}</div>{more}</article>'


def headlines(count: int, *, teaser: bool = False, is_chinese: bool = False) -> str:
    """Give a list of so many linked headlines, with or without a line about each."""

    def line(number: int) -> str:
        name = (
            f"第{number}号渡口今天起恢复通航"
            if is_chinese
            else f"Ferry number {number} sails again from today"
        )
        about = (
            f"渡口管理站说，{number}号渡船检修了两个月。"
            if is_chinese
            else f"Boat {number} was under repair for two months."
        )
        shown = f"<p>{about}</p>" if teaser else "<span>02-11</span>"
        return f'<li><h3><a href="/news/2024/{1000 + number}.html">{name}</a></h3>{shown}</li>'

    return f'<ul class="list">{"".join(map(line, range(1, count + 1)))}</ul>'
