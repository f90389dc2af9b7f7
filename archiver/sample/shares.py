"""The share page, a shell of script without the text, and the text endpoint that it asks."""

from __future__ import annotations

from archiver.sample.answers import Answer, answer_html, answer_json, refuse
from archiver.sample.articles import SampleArticle
from archiver.sample.newsroom import Newsroom

SHELL = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>资讯分享</title>
<script>
(function () {
  var found = /[?&]infoCode=([^&#]*)/.exec(location.search);
  var request = new XMLHttpRequest();
  request.open("GET", "/NewsData/GetNewsText.do?id=" + (found ? found[1] : ""));
  request.onload = function () {
    var answer = JSON.parse(request.responseText);
    document.getElementById("newsText").innerHTML = answer.text || answer.content || "";
  };
  request.send();
})();
</script>
</head>
<body>
<div class="bar"><a href="/">打开客户端</a></div>
<div id="newsText">正在加载…</div>
<noscript>请开启脚本后查看。</noscript>
</body>
</html>
"""


def show_shell() -> Answer:
    """Answer with the share page; it is the same for every code, known or not."""
    return answer_html(SHELL)


def tell_text(newsroom: Newsroom, code: str) -> Answer:
    """Answer with an article's text.

    A code that was never known, or none, is answered with ``{"text": null}`` and status 200: the
    real endpoint does not tell "unknown" from "no text". A deleted article is answered with 404.
    """
    if newsroom.was_deleted(code):
        return refuse(404, "Not Found")
    article = newsroom.find(code)
    if article is None or article.kind == "page":
        return answer_json({"text": None})
    return answer_json({**article.extra, **_texts(article)})


def _texts(article: SampleArticle) -> dict[str, str | None]:
    body = article.body
    forms: dict[str, dict[str, str | None]] = {
        "text": {"text": body},
        "content": {"content": body},
        "both": {"text": body, "content": body},
        "empty-text": {"text": "", "content": body},
        "null-text": {"text": None, "content": body},
        "neither": {},
        "null": {"text": None, "content": None},
        "empty": {"text": ""},
    }
    return forms[article.answer]
