"""Crawls the news pages of a file into an archive and prints the report; ``crawl.py`` measures it.

    python page_crawl.py FILE CONFIG

Beside the report stand the seconds of processor time, start-up included, that the crawl's own process
took and that its reading processes took: on a busy machine these say more than the clock.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import asdict
from pathlib import Path

from archiver.crawl.runner import Job, run_spiders
from archiver.settings import load_settings
from archiver.store.upgrade import open_archive


def main() -> None:
    addresses = " ".join(Path(sys.argv[1]).read_text(encoding="utf-8").split())
    settings = load_settings(config=Path(sys.argv[2]))
    open_archive(settings.database).dispose()
    report = run_spiders(settings, [Job("page", {"url": addresses})])
    reading = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = {"own_seconds": time.process_time(), "reading_seconds": reading.ru_utime + reading.ru_stime}
    print(json.dumps(asdict(report) | taken))


if __name__ == "__main__":
    main()
