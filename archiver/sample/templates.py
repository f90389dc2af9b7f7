"""The pages around the articles, as format strings: navigation, sidebar, related links, footer."""

from __future__ import annotations

CHINESE_PAGE = """<!DOCTYPE html>
<html>
<head>
<meta charset="gb2312">
<title>{title} _ 云溪财经网</title>
<meta name="keywords" content="{title},滚动新闻,云溪财经">
<meta name="description" content="{digest}">
{metadata}
<link rel="canonical" href="{address}">
</head>
<body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/news/">滚动</a></li>
<li><a href="/en/">English</a></li></ul>
<form action="/search"><input name="q" value="输入代码或名称"></form></div>
<div class="breadcrumb"><a href="/">云溪财经网</a> &gt; <a href="/news/">滚动新闻</a> &gt; 正文</div>
<div class="main">
<div class="newsContent">
<h1>{title}</h1>
<div class="Info"><div class="time">{time}</div><div class="source">{source}</div>
<div class="share"><span>分享到：</span><a href="#">微博</a><a href="#">朋友圈</a></div></div>
<div id="ContentBody" class="Body">
<!-- 正文 开始 -->
{body}
<!-- 正文 结束 -->
</div>
<div class="disclaimer">云溪财经网发布此信息的目的在于传播更多信息，与本网站立场无关。</div>
<div class="comments"><h3>网友评论</h3><p>登录后才能发表评论。</p></div>
</div>
<div class="sidebar"><h3>热门排行</h3><ol>
{related}
</ol><div class="ad"><a href="/open">三分钟开户，手机就能办</a></div></div>
</div>
<div class="footer"><p>版权所有：云溪财经网　客服电话：010-00000000</p>
<p>网站备案号：云溪备00000000号</p></div>
</body>
</html>
"""

ENGLISH_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title} | {newspaper}</title>
<meta name="description" content="{digest}">
{metadata}
<link rel="canonical" href="{address}">
</head>
<body>
<header><a href="/en/">{newspaper}</a>
<nav><a href="/en/">Home</a> <a href="/en/about">About us</a> <a href="/en/subscribe">Subscribe</a></nav>
</header>
<main>
<article>
<h1>{title}</h1>
{time}
<div class="story">
{body}
</div>
</article>
<aside><h2>More from the {newspaper}</h2><ul>
{related}
</ul><p>Sign up for our morning letter.</p></aside>
</main>
<footer><p>&copy; {newspaper}. All rights reserved.</p></footer>
</body>
</html>
"""

REDESIGNED_PAGE = """<!DOCTYPE html>
<html>
<head><meta charset="utf-8"><title>{title}</title></head>
<body>
<div class="r-top"><a href="/">{newspaper}</a></div>
<div class="r-main"><div class="r-head"><strong>{title}</strong></div>
<section class="r-text">
{body}
</section></div>
<div class="r-foot">{newspaper}</div>
</body>
</html>
"""
