"""Pages without an article: missing ones, empty shells, lists."""

from __future__ import annotations

from wall_parts import FOOT, NAVIGATION, WallPage, chinese, english, headlines, whole

MISSING = (
    WallPage(
        "the plain words",
        english(
            "<h1>Page not found</h1><p>Sorry, the page you are looking for could not be found.</p>",
            title="Page not found",
        ),
    ),
    WallPage(
        "a number and a joke, with news below",
        english(
            "<h1>404</h1><p>Oops! We can't find that page. It may have been moved.</p><p>Try one of these:</p>"
            + headlines(5),
            title="404 Not Found | Port Ellison Courier",
        ),
    ),
    WallPage(
        "an article that was taken down",
        english(
            "<p>This article is no longer available.</p><a href='/'>Back to the front page</a>",
            title="Port Ellison Courier",
        ),
    ),
    WallPage(
        "a title that says it and a box for searching",
        whole(
            "Error 404",
            "<div><h2>This page does not exist</h2><form><input><button>Search</button></form></div>",
        ),
    ),
    WallPage(
        "sent on to the front page",
        whole("Port Ellison Courier", NAVIGATION + headlines(14)),
        url="https://paper.example/",
    ),
    WallPage(
        "sent on to a section",
        whole("News | Port Ellison Courier", NAVIGATION + headlines(14, teaser=True)),
        url="https://paper.example/news/",
    ),
    WallPage(
        "sent on to a page for it",
        whole("Courier", "<p>Nothing to see.</p>"),
        url="https://paper.example/error/404.html",
    ),
    WallPage(
        "in Chinese",
        chinese(
            "<div class='error'><p>抱歉，您访问的页面不存在！</p><p><a href='/'>返回首页</a></p></div>",
            title="页面不存在",
        ),
    ),
    WallPage(
        "in Chinese: deleted",
        chinese("<div class='tip'>该文章已被删除</div><a href='/'>返回首页</a>", title="云溪日报"),
    ),
    WallPage(
        "in Chinese: against the rules",
        chinese("<div class='tip'><p>此内容因违规无法查看</p></div>", title="提示"),
    ),
    WallPage(
        "in Chinese: a number, with news below",
        chinese(
            "<h1>404</h1><p>很抱歉，您要访问的页面已经删除或不存在。</p><h3>热点推荐</h3>"
            + headlines(6, is_chinese=True),
            title="404错误页面_云溪日报",
        ),
    ),
)
SHELLS = (
    WallPage(
        "an empty root", whole("Courier", '<div id="root"></div><script src="/static/main.js"></script>')
    ),
    WallPage(
        "a root and a request for scripts",
        whole(
            "Port Ellison Courier",
            '<noscript>You need to enable JavaScript to run this app.</noscript><div id="app"></div>'
            '<script src="/js/app.js"></script>',
        ),
    ),
    WallPage(
        "a page that is still loading",
        whole(
            "Courier", '<div id="__next"><div class="spinner">Loading...</div></div><script>run()</script>'
        ),
    ),
    WallPage(
        "in Chinese",
        whole(
            "云溪日报",
            '<div id="app">正在加载…</div><noscript>请开启JavaScript后继续浏览。</noscript><script src="/a.js"></script>',
            language="zh-CN",
        ),
    ),
    WallPage(
        "scripts between head and foot",
        whole(
            "Courier",
            NAVIGATION
            + '<div id="root"></div><p>This site requires JavaScript to be enabled.</p><script src="/a.js"></script>',
        ),
    ),
)
LISTS = (
    WallPage(
        "a front page",
        whole("Port Ellison Courier", NAVIGATION + headlines(25, teaser=True) + FOOT),
        url="https://paper.example/",
        requested="https://paper.example/",
    ),
    WallPage(
        "a section of headlines only",
        whole("News", NAVIGATION + headlines(20) + FOOT),
        url="https://paper.example/news/",
        requested="https://paper.example/news/",
    ),
    WallPage(
        "a section in Chinese",
        chinese(headlines(20, is_chinese=True), title="滚动新闻_云溪日报"),
        url="https://paper.example/roll/index.html",
        requested="https://paper.example/roll/index.html",
    ),
    WallPage(
        "a section in Chinese with a line about each",
        chinese(headlines(12, teaser=True, is_chinese=True), title="财经_云溪日报"),
        url="https://paper.example/finance/",
        requested="https://paper.example/finance/",
    ),
)
