"""Pages that only a script fills, shown by a browser that has no network of its own.

``renderer`` turns a capture into one of the page as a browser shows it; ``chromium`` finds and starts the
browser, ``page`` shows one page, ``wishes`` says which of its requests are answered. What is answered is
asked by the crawl, with its turns, its guard and robots.txt.
"""
