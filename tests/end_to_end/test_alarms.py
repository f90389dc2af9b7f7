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


SECTION = """
[sources.courier]
kind = "section"
url = "{url}/section/"
"""
STREETS = ("Quay", "Mill", "Chapel", "Tower", "Garden", "Market", "Ferry", "Orchard")


def publish_day(newsroom: Newsroom, day: int) -> None:
    """Publish eight articles, each with a text of its own."""
    for place, street in enumerate(STREETS):
        number = 10 * day + place
        newsroom.site.add(
            f"{street.lower()}-street-report-number-{number}",
            title=f"{street} Street report number {number} is out",
            text="\n".join(
                f"On day {day} the council counted {number + turn} lamps in {street} Street, {turn + 2} more"
                f" than before, and said that round {turn} of the count in {street} Street would go on."
                for turn in range(4)
            ),
            time=f"2022-03-{day + 1:02}T09:{place:02}:00+00:00",
        )


def test_a_redesign_is_told_by_the_first_crawl_after_it(newsroom: Newsroom) -> None:
    mail = newsroom.folder / "mail"
    (newsroom.folder / "sources.toml").write_text(SECTION.format(url=newsroom.site.url))
    newsroom.set(alarm_command=f"sh -c 'cat >> {mail}'")
    with listening() as hook:
        newsroom.set(alarm_webhook=hook.url)
        for day in range(6):
            publish_day(newsroom, day)
            normal = newsroom.crawl("courier")
            assert normal.report["alarms"] == []
            assert normal.report["new"] >= len(STREETS)
        newsroom.site.redesign()
        publish_day(newsroom, 6)
        redesigned = newsroom.crawl("courier")
        publish_day(newsroom, 7)
        next_day = newsroom.crawl("courier")
    line = "alarm: courier: dates-missing: 0 of the last 8 articles have a date"
    assert redesigned.report["new"] == len(STREETS)
    assert "dates-missing" in {alarm["kind"] for alarm in redesigned.report["alarms"]}
    assert (normal.code, redesigned.code, redesigned.report["failed"]) == (0, 3, {})
    assert line in redesigned.err
    assert line in mail.read_text()
    assert line in hook.taken[0]["text"]
    assert "dates-missing" not in next_day.err
    assert len(hook.taken) == 1
    status = newsroom.run("sources", "status", "courier")
    assert status.code == 3
    assert "alarm: dates-missing: 0 of the last 8 articles" in status.out
