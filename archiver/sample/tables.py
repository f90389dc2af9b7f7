"""The settings and source tables by which the program crawls the sample site."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

_SITE = """\
[sites.sample]
hosts = ["{host}", "{other}"]
time_zone = "Asia/Shanghai"
"""
_SOURCE = """
[sources.{name}]
site = "sample"
url = "{url}{path}"
count = {count}
{places}
"""
_MARKET = 'records = "record"\ncode = "infoCode"\ntitle = "title"\ntime = "datetime"\npublisher = "medianame"'
_LISTS = {
    "rolling": (
        "/web/webapi?type=102&count={count}&newsid=1",
        'records = "records"\ncode = "infoCode"\ntitle = "title"\ntime = "showtime"\ndigest = "digest"\n'
        'address = "url_w"\ncategory = "rolling"\ntags = ["滚动新闻"]',
    ),
    "papers": (
        "/web/webapi?type=45&count={count}&newsid=1",
        'records = "nodeList"\ncode = "infocode"\ntitle = "title"\ntime = "showtime"\npublisher = "from"\n'
        'digest = "simdigest"',
    ),
    **{
        f"market-{kind}": (f"/information/newmarket/web/webapi?marketType={kind}&count={{count}}", _MARKET)
        for kind in (37, 38, 39)
    },
}


def sources_text(url: str, other_url: str, *, count: int = 100) -> str:
    """Give a sources file for a running sample site; ``count`` is what each list is asked for."""
    site = _SITE.format(host=urlsplit(url).netloc, other=urlsplit(other_url).netloc)
    return site + "".join(
        _SOURCE.format(name=name, url=url, path=path, places=places, count=count)
        for name, (path, places) in _LISTS.items()
    )


def write_settings(folder: Path, url: str, other_url: str, *, database: str, count: int = 100) -> Path:
    """Write a settings file and its sources file; gives the path of the former.

    The sample site is this machine's own, so no pause between requests is owed to anybody.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.toml").write_text(sources_text(url, other_url, count=count), encoding="utf-8")
    settings = folder / "archiver.toml"
    settings.write_text(
        f'database = "{database}"\nsources = "sources.toml"\ncontact = "archiver@example.org"\n'
        "delay_seconds = 0.0\nautothrottle = false\nconcurrency = 8\nretry_wait_seconds = 0.1\n"
        "allow_private = true\n",
        encoding="utf-8",
    )
    return settings
