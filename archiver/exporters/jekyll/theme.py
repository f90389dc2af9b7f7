"""What is the same in every exported site: layouts, the home page, the style sheet.

Layouts are Liquid; whatever comes from an article is escaped there, but for the sanitised body.
"""

from __future__ import annotations

MARKER = "archiver_export: 1"

# A title, a home and a time zone are filled in as YAML scalars.
CONFIG = (
    "# Written by archiver export; the next export replaces this folder's posts, pages and layouts.\n"
    + MARKER
    + """
title: {title}
home: {home}
url: {url}
baseurl: {base_url}
timezone: {time_zone}
lang: {language}
future: true
excerpt_separator: ""
markdown: kramdown
kramdown:
  input: kramdown
  auto_ids: false
  parse_block_html: false
defaults:
  - scope:
      path: ""
      type: posts
    values:
      permalink: /posts/:title.html
      render_with_liquid: false
"""
)

CATEGORY_PAGE = """---
layout: category
title: {title}
section: {section}
---
"""

HOME_PAGE = """---
layout: home
---
"""

DEFAULT_LAYOUT = """<!DOCTYPE html>
<html lang="{{ site.lang | escape }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{% if page.title and page.title != "" %}{{ page.title | escape }} – {% endif %}\
{{ site.title | escape }}</title>
<link rel="stylesheet" href="{{ site.home | escape }}/style.css">
</head>
<body>
<header><a href="{{ site.home | escape }}/">{{ site.title | escape }}</a></header>
<main>
{{ content }}
</main>
</body>
</html>
"""

POST_LAYOUT = """---
layout: default
---
<article lang="{{ page.lang | default: site.lang | escape }}">
<h1>{% if page.title == "" %}（无标题）{% else %}{{ page.title | escape }}{% endif %}</h1>
{% unless page.undated %}<p class="published"><time datetime="{{ page.date | date_to_xmlschema }}">\
{{ page.date | date: "%Y-%m-%d %H:%M" }}</time></p>{% endunless %}
{{ content }}
</article>
"""

_POST_ENTRY = """<li>{% unless post.undated %}<time datetime="{{ post.date | date_to_xmlschema }}">\
{{ post.date | date: "%Y-%m-%d" }}</time> {% endunless %}\
<a href="{{ site.home | escape }}{{ post.url | escape }}" \
lang="{{ post.lang | default: site.lang | escape }}">\
{% if post.title == "" %}（无标题）{% else %}{{ post.title | escape }}{% endif %}</a></li>
"""

_FIND_POSTS = """{% if section.section %}{% assign posts = site.categories[section.section] %}\
{% else %}{% assign posts = site.posts | where_exp: "post", "post.categories.size == 0" %}{% endif %}"""

CATEGORY_LAYOUT = (
    """---
layout: default
---
<h1>{{ page.title | escape }}</h1>
<ul class="posts">
{% assign section = page %}"""
    + _FIND_POSTS
    + "{% for post in posts %}"
    + _POST_ENTRY
    + """{% endfor %}</ul>
<p><a href="{{ site.home | escape }}/">返回首页</a></p>
"""
)

HOME_LAYOUT = (
    """---
layout: default
---
<h1>{{ site.title | escape }}</h1>
{% assign sections = site.pages | where: "layout", "category" | sort: "title" %}\
{% for section in sections %}<section>
<h2><a href="{{ site.home | escape }}{{ section.url | escape }}">{{ section.title | escape }}</a></h2>
<ul class="posts">
"""
    + _FIND_POSTS
    + "{% for post in posts limit: 5 %}"
    + _POST_ENTRY
    + """{% endfor %}</ul>
</section>
{% endfor %}"""
)

STYLE_SHEET = """:root { color-scheme: light dark; }
body { margin: 0 auto; max-width: 42rem; padding: 1rem; font: 1.05rem/1.7 system-ui, sans-serif; }
header { margin-bottom: 2rem; }
h1 { font-size: 1.5rem; line-height: 1.35; }
h2 { font-size: 1.15rem; }
img { max-width: 100%; height: auto; }
.published, .posts time { opacity: 0.75; font-variant-numeric: tabular-nums; }
.posts { padding: 0; list-style: none; }
article { overflow-wrap: anywhere; }
"""

FILES = {
    "index.html": HOME_PAGE,
    "style.css": STYLE_SHEET,
    "_layouts/default.html": DEFAULT_LAYOUT,
    "_layouts/post.html": POST_LAYOUT,
    "_layouts/category.html": CATEGORY_LAYOUT,
    "_layouts/home.html": HOME_LAYOUT,
}
