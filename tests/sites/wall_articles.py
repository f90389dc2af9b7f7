"""Articles that look like walls, or carry one that hides nothing."""

from __future__ import annotations

from wall_parts import (
    CHINESE_LINES,
    LINES,
    LINKED,
    OPEN_GRAPH,
    WallPage,
    chinese,
    english,
    headlines,
    story,
    whole,
)

BANNER = (
    '<div class="cookie-banner"><p>We and our partners use cookies to show personalised ads.</p>'
    "<button>Accept all</button><button>Reject all</button></div>"
)
LONG_LINES = tuple(
    f"{line} The {number}th visitor of the day was told the same." for number, line in enumerate(LINES * 7)
)
ARTICLES = (
    WallPage("a flash of one paragraph", english(story(LINES[0]))),
    WallPage("a flash in Chinese", chinese(story(CHINESE_LINES[0], heading="老起重机吊起最后一件货物"))),
    WallPage("a flash with a banner for cookies", english(BANNER + story(LINES[0]))),
    WallPage(
        "a flash with a banner and no heading",
        whole("The Last Load", f"{BANNER}<p>{LINES[0]}</p><p>{LINES[1]}</p>"),
    ),
    WallPage(
        "a flash with a form for comments",
        english(
            story(
                LINES[0],
                more="<div class='comments'><p>Log in to leave a comment.</p><input type=password></div>",
            )
        ),
    ),
    WallPage(
        "a flash in Chinese whose comments need a login",
        chinese(
            story(
                CHINESE_LINES[0],
                heading="老起重机吊起最后一件货物",
                more="<div><p>登录后才能发表评论</p><p>请登录后查看更多评论</p></div>",
            )
        ),
    ),
    WallPage(
        "a flash with a box for letters",
        english(
            story(
                LINES[0],
                more="<aside><h3>Subscribe to our newsletter</h3><p>Sign up to get the latest every morning.</p></aside>",
            )
        ),
    ),
    WallPage(
        "a whole text that is marked as paid",
        english(story(*LINES), head=OPEN_GRAPH + LINKED.format(free="false")),
    ),
    WallPage(
        "a long text with its wall in the page",
        english(
            story(*LONG_LINES, more="<div class='paywall'><p>Subscribe to continue reading</p></div>"),
            head=OPEN_GRAPH + LINKED.format(free="false"),
        ),
    ),
    WallPage(
        "a short text with a hidden wall",
        english(
            story(
                *LINES,
                more="<div class='paywall' style='display:none'><p>Subscribe to continue reading</p></div>",
            ),
            head=OPEN_GRAPH,
        ),
    ),
    WallPage(
        "news of a block",
        english(
            story(
                "Access to the harbour was denied to three ships on Monday, the port said, after a crane had tilted.",
                heading="Access denied: three ships wait outside the harbour",
            ),
            title="Access denied: three ships wait outside the harbour | Courier",
        ),
    ),
    WallPage(
        "news of a page that is gone",
        english(
            story(
                "The page on which the council had listed its fees was removed on Friday, a spokeswoman said.",
                heading="Council takes its list of fees off the net",
            )
        ),
    ),
    WallPage(
        "news of a deleted article in Chinese",
        chinese(
            story(
                "云溪网信办周五表示，该文章已被删除，相关账号被禁言30天。",
                heading="云溪网信办通报一起网络谣言",
            )
        ),
    ),
    WallPage(
        "news of checks by slider in Chinese",
        chinese(
            story(
                "云溪铁路局消息，购票网站今起停用滑块验证，改用人脸识别，旅客完成验证的时间缩短一半。",
                heading="购票网站停用滑块验证",
            )
        ),
    ),
    WallPage(
        "news of cookies",
        english(
            story(
                "The court ruled on Thursday that websites may not use cookies for personalised ads without consent.",
                heading="Court rules on cookies",
            )
        ),
    ),
    WallPage(
        "news of a paywall in Chinese",
        chinese(
            story(
                "云溪日报社宣布，电子版从三月起订阅后阅读全文，每月十元，学生半价。",
                heading="云溪日报电子版开始收费",
            )
        ),
    ),
    WallPage(
        "an article with many links behind it",
        english(story(*LINES) + "<h2>More</h2>" + headlines(20)),
    ),
    WallPage(
        "an article whose lines are broken by headlines",
        english(story(*LINES[:2], more=headlines(3)) + "".join(f"<p>{line}</p>" for line in LONG_LINES)),
    ),
    WallPage(
        "an article with a root box and a request for scripts",
        whole(
            "The Last Load",
            f'<noscript>Please enable JavaScript.</noscript><div id="root">{story(*LINES)}</div><script></script>',
        ),
    ),
    WallPage(
        "an article at a shorter address",
        english(story(*LINES)),
        url="https://paper.example/news/2024/05/harbour-crane-4711/",
        requested="https://paper.example/news/2024/05/harbour-crane-4711/amp/",
    ),
    WallPage(
        "an article of a host that is named for something else",
        english(story(*LINES)),
        url="https://auth.paper.example/story-4711",
        requested="https://auth.paper.example/story-4711",
    ),
    WallPage(
        "an article about what 404 means",
        english(
            story(
                *(f"{line} A server that answers 404 says that a page was not found." for line in LINES),
                heading="What 404 means",
            )
        ),
    ),
    WallPage(
        "an article that was sent on to a front page and says that it is one",
        english(story(*LINES), head=OPEN_GRAPH + LINKED.format(free="true")),
        url="https://crane-story.example/",
        requested="https://short.example/x7",
    ),
)
"""Articles that a hasty rule would refuse."""
