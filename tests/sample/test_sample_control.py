"""The log, edits and deletions."""

import threading
from datetime import datetime

import pytest

CODE = "NW202202112273301402"
PAGE_CODE = "202202112273400501"


def test_log_says_who_asked_what(site, get):
    before = datetime.now().astimezone()
    get(f"{site.other_url}/web/webapi?type=45&count=2")
    get("/nothing")
    first, second = site.log()
    assert (first.method, first.path, first.status) == ("GET", "/web/webapi?type=45&count=2", 200)
    assert (first.host, first.user_agent) == (f"localhost:{site.port}", "test/1")
    assert (second.path, second.status) == ("/nothing", 404)
    assert before <= first.at <= second.at <= datetime.now().astimezone()
    assert first.at.utcoffset() is not None


def test_log_has_no_gaps_when_many_ask_at_once(site, get):
    threads = [threading.Thread(target=get, args=("/robots.txt",)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = [request.number for request in site.log()]
    assert numbers == list(range(numbers[0], numbers[0] + 20))


def test_clearing_the_log(site, get):
    get("/robots.txt")
    site.clear_log()
    assert site.log() == []


def test_edit_title(site, get):
    site.edit(CODE, title="夜班公交多跑两小时")
    nodes = get(site.list_url("papers")).json()["nodeList"]
    assert [node["title"] for node in nodes if node and node.get("infocode") == CODE] == [
        "夜班公交多跑两小时"
    ]
    site.edit("NW202202112273301408", title="新题")
    assert get(site.text_url("NW202202112273301408")).json()["title"] == "新题"


def test_edit_body_and_text(site, get):
    site.edit(CODE, body="<p>改过的正文。</p>")
    assert get(site.text_url(CODE)).json() == {"text": "<p>改过的正文。</p>"}
    site.edit(CODE, text="第一段 A&B。\n第二段。")
    assert get(site.text_url(CODE)).json()["text"] == (
        '<p>　　第一段 A&amp;B。</p>\n<p>　　第二段。</p>\n<p class="em_media">（文章来源：望江晚报）</p>'
    )


def test_edit_reaches_the_page(site, get):
    site.edit(PAGE_CODE, title="新题", text="新文。")
    markup = get(f"/news/1351,{PAGE_CODE}.html").body.decode("gb18030")
    assert "<h1>新题</h1>" in markup
    assert "新文。" in markup


def test_delete(site, get):
    site.delete(PAGE_CODE)
    assert get(site.text_url(PAGE_CODE)).status == 404
    assert get(f"/news/1351,{PAGE_CODE}.html").status == 404
    records = get(site.list_url("rolling")).json()["records"]
    assert all(not record or record["infoCode"] != PAGE_CODE for record in records)
    site.restore()
    assert get(site.text_url(PAGE_CODE)).status == 200


def test_unknown_codes_are_refused(site):
    with pytest.raises(ValueError, match="NW0"):
        site.edit("NW0", title="x")
    with pytest.raises(ValueError, match="NW0"):
        site.delete("NW0")


def test_control_requests_are_not_in_the_log(site):
    site.edit(CODE, title="x")
    assert site.log() == []
