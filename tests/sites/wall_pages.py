"""Pages that are no article, in the forms in which services show them."""

from __future__ import annotations

from missing_pages import LISTS, MISSING, SHELLS
from wall_parts import CHINESE_LINES, LINES, LINKED, OPEN_GRAPH, WallPage, chinese, english, story, whole

CHALLENGES = (
    WallPage(
        "a browser check that ends by itself",
        whole(
            "Just a moment...",
            '<div class="main-wrapper"><h1>paper.example</h1><h2>Checking if the site connection is secure</h2>'
            "<p>paper.example needs to review the security of your connection before proceeding.</p>"
            "<noscript>Enable JavaScript and cookies to continue</noscript></div>"
            '<div>Ray ID: <code>89ab00cd11ef22aa</code></div><script src="/cdn-cgi/challenge-platform/h/b/x.js"></script>',
        ),
    ),
    WallPage(
        "the header alone",
        whole("paper.example", "<p>One more step</p>"),
        headers=(("cf-mitigated", "challenge"),),
    ),
    WallPage(
        "a box to tick",
        whole(
            "Security check",
            "<h1>Are you a robot?</h1><p>Please verify that you are not a robot to reach the page.</p>"
            '<form><div class="g-recaptcha"></div><button>Submit</button></form>'
            '<script src="https://www.google.com/recaptcha/api.js"></script>',
        ),
    ),
    WallPage(
        "an edge server that denies",
        whole(
            "Access Denied",
            '<h1>Access Denied</h1>You don\'t have permission to access "http://paper.example/news/1" on this server.'
            "<p>Reference #18.5f3a1702.1715080000.2ab3c4d</p>",
        ),
    ),
    WallPage(
        "a firewall that blocks",
        whole(
            "Attention Required!",
            "<h1>Sorry, you have been blocked</h1><h2>You are unable to access paper.example</h2>"
            "<h3>Why have I been blocked?</h3><p>This website is using a security service to protect itself from "
            "online attacks. The action you just performed triggered the security solution.</p>",
        ),
    ),
    WallPage(
        "a pause",
        whole(
            "Pardon Our Interruption",
            "<h1>Pardon Our Interruption...</h1><p>As you were browsing something about your browser made us think "
            "you were a bot.</p><p>Please make sure you are not a robot and that cookies are allowed.</p>",
        ),
    ),
    WallPage(
        "unusual traffic",
        whole(
            "paper.example",
            "<p>Our systems have detected unusual traffic from your computer network.</p>"
            '<p>Please complete the captcha below to continue.</p><img src="/captcha.png"><input name="code">',
        ),
    ),
    WallPage(
        "a slider in Chinese",
        whole(
            "安全验证",
            '<div class="box"><h2>安全验证</h2><p>请完成下方滑块验证后继续访问</p><div id="slider">按住滑块，拖动到最右边</div></div>',
            language="zh-CN",
        ),
    ),
    WallPage(
        "unusual visits in Chinese",
        whole(
            "访问验证",
            "<div><p>系统检测到您的网络环境存在异常访问，请输入验证码后继续。</p><input><button>提交</button></div>",
            language="zh-CN",
        ),
    ),
    WallPage(
        "a firewall in Chinese",
        whole(
            "访问被拦截",
            "<h1>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</h1>"
            "<p>您的请求ID是：2760820816520000000000e。您的访问请求已被拦截</p>",
            language="zh-CN",
        ),
    ),
    WallPage(
        "too many visits in Chinese",
        chinese("<p>您的访问过于频繁，请稍后再试。</p>", title="访问过于频繁"),
    ),
    WallPage(
        "sent on to a captcha",
        whole("云溪日报", "<p>请稍候</p>"),
        url="https://paper.example/antispider?from=%2Fnews%2F4711.html",
    ),
)
CONSENTS = (
    WallPage(
        "a page of its own",
        whole(
            "Before you continue",
            "<h1>Before you continue to the Courier</h1><p>We and our 312 partners use cookies and store personal data "
            "such as browsing habits on your device.</p><p>We use cookies to show personalised ads and content, "
            "and to measure how often they are seen.</p>"
            "<button>Accept all</button><button>Reject all</button><a href='/more'>More options</a>",
        ),
    ),
    WallPage(
        "sent on to a host for it",
        whole(
            "Your privacy",
            "<h1>Your privacy matters</h1><p>Our family of papers wants to know you better. If you click Agree, we and "
            "our partners process your data.</p><button>Agree</button>",
        ),
        url="https://consent.paper.example/v2/collect?sessionId=3_cc",
    ),
    WallPage(
        "a wall before the article",
        whole(
            "Port Ellison Courier",
            '<div class="wall"><h2>We value your privacy</h2><p>We and our partners store and access information on a '
            "device, such as cookies, and process personal data for personalised advertising.</p>"
            "<p>You can change your choices at any time in the privacy settings.</p><button>I agree</button></div>",
        ),
    ),
    WallPage(
        "in Chinese",
        whole(
            "隐私设置",
            "<h1>隐私设置</h1><p>本网站使用Cookie来改善您的浏览体验，请选择是否同意我们使用Cookie。</p>"
            "<p>您可以随时在隐私政策中修改设置，接受或拒绝Cookie。</p><button>全部接受</button>",
            language="zh-CN",
        ),
    ),
)
PAYWALLS = (
    WallPage(
        "a teaser of one line",
        english(
            story(
                LINES[0],
                more='<div class="paywall"><h3>Subscribe to continue reading</h3><p>From £1 a week.</p></div>',
            ),
            head=OPEN_GRAPH,
        ),
    ),
    WallPage(
        "a teaser of several paragraphs that a machine is told of",
        english(
            story(
                *LINES,
                *("The crane's keeper, who is 71, has painted it every spring and knows each of its rivets.",)
                * 1,
                "In the evening the crew of the tug stayed until the light on the tower was switched off…",
                more="<section><h2>This article is for subscribers only</h2><p>Already a subscriber? Sign in</p></section>",
            ),
            head=OPEN_GRAPH + LINKED.format(free="false"),
        ),
    ),
    WallPage(
        "the free articles are used up",
        english(
            story(
                LINES[0] + " " + LINES[1],
                more="<div><p>You have reached your limit of free articles this month.</p><p>Start a trial to keep reading.</p></div>",
            )
        ),
    ),
    WallPage(
        "to be unlocked",
        english(
            story(
                LINES[0][:60] + "…", more="<div class=gate><p>To continue reading, choose a plan.</p></div>"
            )
        ),
    ),
    WallPage(
        "in Chinese: subscribe",
        chinese(
            story(
                CHINESE_LINES[0],
                heading="老起重机吊起最后一件货物",
                more="<div class='pay'><p>订阅后阅读全文</p><button>立即订阅</button></div>",
            )
        ),
    ),
    WallPage(
        "in Chinese: paid content",
        chinese(
            story(
                *CHINESE_LINES,
                heading="老起重机吊起最后一件货物",
                more="<div class='vip-lock'><p>本文为付费内容，购买后可阅读剩余72%</p></div>",
            )
        ),
    ),
    WallPage(
        "in Chinese: for members",
        chinese(
            story(
                CHINESE_LINES[0][:20] + "……",
                heading="老起重机吊起最后一件货物",
                more="<p>开通会员即可查看全文</p>",
            )
        ),
    ),
)
LOGINS = (
    WallPage(
        "sent on to a form",
        whole(
            "Sign in",
            "<h1>Sign in</h1><form><label>E-mail address</label><input name=u><input type=password><button>Sign in</button></form>",
        ),
        url="https://paper.example/account/login?next=%2Fnews%2F4711.html",
    ),
    WallPage(
        "sent on to a passport host",
        whole("通行证", "<p>扫码登录更安全</p><input type=password>", language="zh-CN"),
        url="https://passport.paper.example/web/index?r=4711",
    ),
    WallPage(
        "a form at the article's address",
        english(
            "<h2>Log in to continue</h2><p>Please log in to read this article.</p>"
            "<form><input name=u><input type=password><button>Log in</button></form>",
            title="Log in | Port Ellison Courier",
        ),
    ),
    WallPage(
        "a beginning",
        english(
            story(
                LINES[0],
                more="<div><p>Sign in or register to continue reading this story.</p><button>Sign in</button></div>",
            ),
            head=OPEN_GRAPH,
        ),
    ),
    WallPage(
        "an account that costs nothing",
        english(
            story(
                LINES[0][:50] + "...",
                more="<div class='regwall'><p>Create a free account to keep reading.</p></div>",
            ),
            head=OPEN_GRAPH,
        ),
    ),
    WallPage(
        "in Chinese: nothing but the sentence",
        chinese("<div class='content'><p>请登录后查看</p></div>", title="云溪日报"),
    ),
    WallPage(
        "in Chinese: a beginning",
        chinese(
            story(
                CHINESE_LINES[0], heading="老起重机吊起最后一件货物", more="<div><p>登录后阅读全文</p></div>"
            )
        ),
    ),
    WallPage(
        "in Chinese: a form",
        chinese(
            "<form><h2>用户登录</h2><p>您尚未登录，请先登录。</p><input name=u><input type=password><button>登录</button></form>",
            title="用户登录 - 云溪日报",
        ),
    ),
)
WALLS = {
    "challenge": CHALLENGES,
    "consent": CONSENTS,
    "paywall": PAYWALLS,
    "login": LOGINS,
    "soft-404": MISSING,
    "empty-shell": SHELLS,
    "not-an-article": LISTS,
}
NOTICES = {
    "login": (
        "<p>请登录后查看</p>",
        "请先登录后查看全文",
        "<p>Please log in to read this article.</p>",
        "<div>您尚未登录</div>",
    ),
    "paywall": ("<p>订阅后阅读全文</p>", "<p>本文为付费内容</p>", "<p>Subscribe to continue reading</p>"),
    "soft-404": (
        "<p>该文章已被删除</p>",
        "<p>抱歉，您访问的文章不存在！</p>",
        "<p>This article is no longer available.</p>",
    ),
    "challenge": ("<p>您的访问过于频繁，请稍后再试</p>", "<p>系统检测到异常访问，请完成验证</p>"),
}
"""Texts of JSON answers that are walls, by kind."""
