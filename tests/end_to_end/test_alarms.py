"""A crawl sets each source against its own history, and tells what is not as it used to be."""

from __future__ import annotations

from newsrooms import Newsroom
from webhooks import listening

LISTS = "/web/webapi"


def test_a_source_that_is_down_is_told_once_and_so_is_its_return(newsroom: Newsroom) -> None:
    mail = newsroom.folder / "mail"
    newsroom.set(alarm_command=f"sh -c 'cat >> {mail}'", retries=0)
    line = "alarm: papers: all-failing: nothing came (1 server-error)"
    with listening() as hook:
        newsroom.set(alarm_webhook=hook.url)
        assert newsroom.crawl("papers", "--limit", "3").code in (0, 3)
        newsroom.site.fault(LISTS, "500")
        runs = [newsroom.crawl("papers") for _ in range(4)]
        newsroom.site.clear_faults()
        back = newsroom.crawl("papers", "--limit", "1")
    assert [line in run.err for run in runs] == [False, False, True, False]
    assert [len(run.report["alarms"]) for run in runs] == [0, 0, 1, 0]
    assert {run.code for run in runs} == {1}
    assert "over: papers: all-failing" in back.err
    assert [taken["text"].splitlines()[0].split(":")[0] for taken in hook.taken] == ["alarm", "over"]
    assert mail.read_text().startswith(f"{line}\nover: papers: all-failing, which stood since ")


def test_a_source_that_is_as_it_used_to_be_raises_no_alarm(newsroom: Newsroom) -> None:
    runs = [newsroom.crawl("--limit", "5") for _ in range(3)]
    assert all(run.report["alarms"] == [] for run in runs)
    assert all("alarm" not in run.err for run in runs)
