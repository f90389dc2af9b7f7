"""Articles of several pages, a Chinese one of three and an English one of two, with traps."""

from __future__ import annotations

from dataclasses import dataclass

from archiver.sample.answers import Answer, answer_html


@dataclass(frozen=True, slots=True)
class PagedArticle:
    """An article that is shown page by page.

    Attributes:
        paths: the addresses of its pages, in order.
        pages: their paragraphs.
    """

    title: str
    paths: tuple[str, ...]
    pages: tuple[tuple[str, ...], ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All that it says, in order."""
        return tuple(line for page in self.pages for line in page)


BRIDGE = PagedArticle(
    title="云溪老桥修了三年",
    paths=("/news/2022/bridge.html", "/news/2022/bridge_2.html", "/news/2022/bridge_3.html"),
    pages=(
        (
            "云溪老桥周六重新通行，这座石桥修了整整三年，桥上的每一块石头都编了号。",
            "工匠们先把桥面拆开，发现桥墩里藏着一只木箱，里面是当年修桥人的账本。",
        ),
        (
            "账本上记着石料的价钱，也记着谁家送来了鸡蛋，谁家的孩子在河边帮忙看火。",
            "修桥的师傅说，有十二块石头和账本上写的不一样，是后来发大水时换上去的。",
        ),
        (
            "老桥以后只走行人和自行车，汽车要绕到下游的新桥，多走一千二百米。",
            "通行那天，镇上最年长的老人第一个过桥，她九岁那年在桥上卖过莲蓬。",
        ),
    ),
)
SIGNAL_BOX = PagedArticle(
    title="The Signal Box That Became a Bakery",
    paths=("/en/2022/signal-box", "/en/2022/signal-box?page=2"),
    pages=(
        (
            "The signal box at Gannet Junction has seen no train since 1968; on Friday it sold a first loaf.",
            "The levers are still there, painted red and blue, and the oven stands where the stove was.",
        ),
        (
            "Its baker, who drove a train herself for twenty years, fires the oven at three in the morning.",
            "On Sundays she rings the old bell when the bread is done, and the village comes with baskets.",
        ),
    ),
)
PAGED = (BRIDGE, SIGNAL_BOX)


def find_paged(address: str) -> Answer | None:
    """Find a page of an article by path and query."""
    for article in PAGED:
        if address in article.paths:
            return _show(article, article.paths.index(address))
    return None


def _show(article: PagedArticle, place: int) -> Answer:
    is_chinese = article is BRIDGE
    lines = "".join(f"<p>{line}</p>" for line in article.pages[place])
    following = article.paths[place + 1] if place + 1 < len(article.paths) else ""
    head = f'<link rel="next" href="{following}">' if following and not is_chinese else ""
    numbers = " ".join(
        f"<b>{number}</b>" if number == place + 1 else f'<a href="{path}">{number}</a>'
        for number, path in enumerate(article.paths, 1)
    )
    word = "下一页" if is_chinese else "Next"
    link = f' <a href="{following}">{word}</a>' if following else ""
    trap = (
        '<p class="near"><a href="/news/1351,202202112273400501.html">下一篇：渡船</a></p>'
        if is_chinese
        else '<p class="near"><a rel="next" href="/en/lighthouse-library.html">Next story</a></p>'
    )
    return answer_html(
        f'<!DOCTYPE html><html lang="{"zh-CN" if is_chinese else "en"}"><head><meta charset="utf-8">'
        f"<title>{article.title}</title>{head}</head><body><h1>{article.title}</h1>"
        f'<div class="content">{lines}</div><div class="pages">{numbers}{link}</div>{trap}</body></html>'
    )
