"""Every endpoint answers in the real sites' shape."""

import json
import re
from http.client import HTTPConnection

import pytest

from archiver import sample
from archiver.sample.articles import articles_showing, get_article, load_articles


def test_robots_allows_all_but_private(get):
    answer = get("/robots.txt")
    assert answer.headers["content-type"] == "text/plain"
    assert answer.text.startswith("User-agent: *\nDisallow: /private/\n")
    assert get("/private/draft.html").status == 200


def test_share_page_is_a_shell_without_the_text(site, get):
    article = get_article("NW202202112273301402")
    page = get(site.share_url(article.code))
    assert page.status == 200
    assert "infoCode" in page.text
    assert "/NewsData/GetNewsText.do?id=" in page.text
    assert article.title not in page.text
    assert article.expected.paragraphs[0] not in page.text


@pytest.mark.parametrize(
    ("feature", "keys", "holding"),
    [
        ("byline-square", {"text"}, {"text"}),
        ("answer-content", {"content"}, {"content"}),
        ("answer-empty-text", {"text", "content"}, {"content"}),
        ("answer-null", {"text", "content"}, set()),
        ("answer-empty", {"text"}, set()),
        ("answer-both", {"text", "content", "title", "source", "status"}, {"text", "content"}),
        ("answer-neither", {"title"}, set()),
        ("answer-null-text", {"text", "content", "showtime"}, {"content"}),
    ],
)
def test_text_endpoint(site, get, feature, keys, holding):
    article = articles_showing(feature)[0]
    answer = get(site.text_url(article.code))
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert set(answer.json()) == keys
    assert {key for key in ("text", "content") if answer.json().get(key)} == holding
    assert all(answer.json()[key] == article.body for key in holding)


@pytest.mark.parametrize("path", ["?id=NW1", "?id=", "", "?id=lighthouse-library"])
def test_unknown_code_has_a_null_text(get, path):
    answer = get(f"/NewsData/GetNewsText.do{path}")
    assert (answer.status, answer.json()) == (200, {"text": None})


def test_both_host_names_give_the_same_article(site, get):
    code = "NW202202112273301402"
    path = f"/NewsData/GetNewsText.do?id={code}"
    assert get(site.url + path).body == get(site.other_url + path).body
    assert [request.host for request in site.log()] == [f"127.0.0.1:{site.port}", f"localhost:{site.port}"]


@pytest.mark.parametrize(
    ("name", "root", "keys", "code", "time"),
    [
        ("rolling", "records", "id infoCode title digest showtime url_w", "infoCode", "showtime"),
        ("papers", "nodeList", "infocode title from showtime simtitle simdigest", "infocode", "showtime"),
        ("market37", "record", "infoCode title medianame datetime", "infoCode", "datetime"),
        ("market38", "record", "infoCode title medianame datetime", "infoCode", "datetime"),
        ("market39", "record", "infoCode title medianame datetime", "infoCode", "datetime"),
    ],
)
def test_list_shape(site, get, name, root, keys, code, time):
    answer = get(site.list_url(name)).json()
    assert list(answer) == [root]
    records = [record for record in answer[root] if record]
    whole = [record for record in records if set(record) == set(keys.split())]
    assert len(whole) >= len(records) - 1
    times = [record[time] for record in records if record[time]]
    assert times == sorted(times, reverse=True)
    for article in load_articles():
        expected_count = article.lists.count(name) if article.listed.get("code") is None else 0
        assert sum(record.get(code) == article.code for record in records) == expected_count


def test_lists_are_limited_by_count(site, get):
    assert len(get(site.list_url("papers", count=3)).json()["nodeList"]) == 3
    assert get(site.list_url("papers", count=0)).json() == {"nodeList": []}
    assert len(get("/web/webapi?type=45").json()["nodeList"]) == 20


def test_lists_hold_every_broken_record(site, get):
    rolling = get(site.list_url("rolling")).json()["records"]
    papers = get(site.list_url("papers")).json()["nodeList"]
    assert None in rolling
    assert None in papers
    records = [record for record in rolling if record]
    assert any(not record["title"] and record["digest"].startswith("【") for record in records)
    assert any(not record["infoCode"] and record["url_w"] for record in records)
    assert any(not record["infoCode"] and not record["url_w"] for record in records)
    assert any(record["infoCode"] and not record["url_w"] for record in records)
    assert any(not record["showtime"] for record in records)
    records = [record for record in papers if record]
    assert any(not record["title"] and not record["simdigest"] for record in records)
    assert any(not record["showtime"] for record in records)
    assert any("infocode" not in record for record in records)


def test_rolling_page_is_gb18030_called_gb2312(site, get):
    article = articles_showing("gb18030-beyond-gb2312")[0]
    page = get(f"{site.other_url}{article.path}")
    assert page.headers["content-type"] == "text/html"
    assert b'<meta charset="gb2312">' in page.body
    markup = page.body.decode("gb18030")
    assert article.body in markup
    assert "2022年02月11日 14:00" in markup
    assert f'href="{site.other_url}{article.path}"' in markup
    with pytest.raises(UnicodeDecodeError):
        page.body.decode("gb2312")


def test_url_w_leads_to_the_page(site, get):
    records = [record for record in get(site.list_url("rolling")).json()["records"] if record]
    addresses = [record["url_w"] for record in records if record["url_w"]]
    assert all(address.startswith(f"{site.url}/news/1351,") for address in addresses)
    assert {get(address).status for address in addresses} == {200}


def test_page_with_json_ld(get):
    article = articles_showing("text-only-on-page")[0]
    markup = get(article.path).body.decode("gb18030")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', markup)
    assert json.loads(found[1])["datePublished"] == "2022-02-11T11:30:00+08:00"
    assert '<meta property="og:title"' in markup


def test_english_pages_hang_on_their_index(get):
    index = get("/en/").text
    pages = [article for article in load_articles() if article.kind == "page"]
    assert len(pages) == 3
    for article in pages:
        assert f'href="{article.path}"' in index
        page = get(article.path)
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert article.body in page.text


@pytest.mark.parametrize("path", ["/nothing", "/news/1351,1.html", "/en/none.html", "/web/webapi?type=9"])
def test_anything_else_is_not_found(get, path):
    assert get(path).status == 404


def test_pictures_are_there(get):
    assert get("/images/egrets.jpg").headers["content-type"] == "image/gif"


def test_head_has_no_body(get):
    answer = get("/robots.txt", method="HEAD")
    assert answer.body == b""
    assert int(answer.headers["content-length"]) > 0


def test_generated_articles_are_listed_newest_first():
    with sample.running(count=120) as site:
        connection = HTTPConnection("127.0.0.1", site.port, timeout=10)
        connection.request("GET", "/web/webapi?type=45&count=120&newsid=1")
        nodes = json.loads(connection.getresponse().read())["nodeList"]
        connection.request("GET", f"/NewsData/GetNewsText.do?id={nodes[0]['infocode']}")
        text = json.loads(connection.getresponse().read())["text"]
        connection.close()
    assert len({node["infocode"] for node in nodes}) == 120
    assert all(node["showtime"].startswith("2022-03-01") for node in nodes)
    assert nodes[0]["showtime"] == "2022-03-01 07:59:00"
    assert f"（文章来源：{nodes[0]['from']}）" in text
