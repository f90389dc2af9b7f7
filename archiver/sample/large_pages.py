"""Articles as pages of real weight, about 80 kB: menus, scripts, cards of other articles, a footer."""

from __future__ import annotations

import json
from html import escape

from archiver.sample.answers import Answer, answer_html
from archiver.sample.articles import SampleArticle

CARDS = 130
MENU_LINKS = 120
SCRIPT_LINES = 400
_MENU_WORDS = ("要闻", "财经", "教育", "体育", "文化", "健康", "房产", "汽车", "旅游", "科技")
_SCRIPT_LINE = (
    'window.dataLayer=window.dataLayer||[];dataLayer.push({{"slot":"a-{number}","sizes":[[300,250]]}});'
)
_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}_{newspaper}</title>
<meta name="description" content="{digest}"><meta property="og:title" content="{title}">
<meta property="og:site_name" content="{newspaper}">
<script type="application/ld+json">{linked}</script>
<script>{scripts}</script></head>
<body class="page page-article"><header class="site-header"><nav class="menu"><ul>{menu}</ul></nav></header>
<main id="content"><article class="article" itemscope><h1 class="headline">{title}</h1>
<div class="meta"><time datetime="{time}+08:00">{time}</time> <span class="source">{newspaper}</span></div>
<div class="article-body">{body}</div></article>
<aside class="related"><h2>更多报道</h2>{cards}</aside></main>
<footer class="site-footer"><p>版权所有：{newspaper}</p><ul>{menu}</ul></footer>
</body></html>
"""
_CARD = (
    '<div class="card card-{number}"><a href="/large/{number}.html"><img src="/images/{number}.jpg" alt="">'
    '<h3 class="card-title">{newspaper}第{number}号简报</h3></a>'
    '<span class="card-time">2022-03-{day:02} 08:{number:02}</span></div>\n'
)


def show_large_page(article: SampleArticle) -> Answer:
    """Answer with an article on a page of real weight."""
    newspaper, digest = escape(article.newspaper), escape(article.digest)
    menu = "".join(
        f'<li class="menu-item"><a href="/section/{number}">{_MENU_WORDS[number % 10]}{number}</a></li>'
        for number in range(MENU_LINKS)
    )
    cards = "".join(
        _CARD.format(number=number, day=1 + number % 28, newspaper=newspaper) for number in range(CARDS)
    )
    linked = {"@type": "NewsArticle", "headline": article.title, "datePublished": f"{article.time}+08:00"}
    return answer_html(
        _PAGE.format(
            title=escape(article.title),
            newspaper=newspaper,
            digest=digest,
            linked=json.dumps(linked, ensure_ascii=False),
            scripts="\n".join(_SCRIPT_LINE.format(number=number) for number in range(SCRIPT_LINES)),
            menu=menu,
            time=article.time,
            body=article.body,
            cards=cards,
        )
    )
