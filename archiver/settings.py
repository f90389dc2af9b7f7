"""The settings: defaults < archiver.toml < ARCHIVER_* in the environment < flags.

One frozen ``Settings`` is made at the start and handed to whoever needs it; nobody else reads the
environment.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from archiver import __version__
from archiver.errors import SettingsError
from archiver.runs import Alarm, AlarmKind
from archiver.sources.durations import AUTO, parse_duration
from archiver.tables import check_table, describe, read_toml

PREFIX = "ARCHIVER_"
SQLITE = "sqlite:///"
DEFAULT_FILE = Path("archiver.toml")

LONGEST_SECONDS = 86_400.0
Positive = Annotated[float, Field(gt=0, le=LONGEST_SECONDS)]
NotNegative = Annotated[float, Field(ge=0, le=LONGEST_SECONDS)]
Count = Annotated[int, Field(ge=1)]
MOST_READERS = 256


def _count_cores() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Settings(BaseModel):
    """Every setting, with its default.

    Attributes:
        database: SQLAlchemy URL of the archive.
        sources: the file with the tables of sites and sources.
        contact: an address or page by which a site's owner reaches you; part of the user agent.
        delay_seconds: least time between two requests to a host.
        concurrency: requests under way at once to one host.
        longest_crawl_delay_seconds: a longer Crawl-delay of a robots.txt is kept as this one.
        timeout_seconds: longest wait for a whole answer.
        page_bytes: an answer larger than this, packed or unpacked, is not read.
        header_bytes: nor one with more of headers.
        retries: how often a request that failed in passing is tried again.
        longest_wait_seconds: a Retry-After beyond this ends the tries; the failure is kept.
        redirects: how many are followed.
        autothrottle: slow down where a host answers slowly.
        obey_robots: ask robots.txt first.
        allow_private: ask also hosts whose addresses are not public.
        readers: processes that read news pages; 0 for the crawl's own.
        reading_seconds: a page that takes longer is given up, and its process ended.
        browser: path of the Chromium that shows pages; without one the system's is looked for.
        rendering_seconds: a page is taken from the browser as it stands after so long.
        batch_count: articles written in one transaction.
        every: how often ``archiver run`` asks a source that names neither ``every`` nor ``cron``.
        runs_at_once: sources that it crawls side by side.
        alarm_webhook: an address to which alarms are posted as JSON.
        alarm_command: a command line that gets alarms as text on its standard input.
        alarms_off: alarms that are not raised, ``KIND`` or ``SOURCE:KIND``, with spaces between.
        log_format: how the log is written to standard error.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    database: str = "sqlite:///data/archive.db"
    sources: str = "data/sources.toml"
    contact: str = ""
    user_agent: str = ""
    delay_seconds: NotNegative = 1.0
    concurrency: Count = 4
    longest_crawl_delay_seconds: NotNegative = 60.0
    timeout_seconds: Positive = 30.0
    page_bytes: Count = 20 * 1024 * 1024
    header_bytes: Count = 64 * 1024
    retries: Annotated[int, Field(ge=0)] = 3
    retry_wait_seconds: NotNegative = 1.0
    longest_wait_seconds: NotNegative = 120.0
    redirects: Annotated[int, Field(ge=0)] = 10
    autothrottle: bool = True
    obey_robots: bool = True
    allow_private: bool = False
    readers: Annotated[int, Field(ge=0, le=MOST_READERS, default_factory=_count_cores)]
    reading_seconds: Positive = 30.0
    browser: str = ""
    rendering_seconds: Positive = 20.0
    batch_count: Count = 100
    batch_seconds: Positive = 2.0
    every: str = "15m"
    runs_at_once: Count = 4
    alarm_webhook: str = ""
    alarm_command: str = ""
    alarms_off: str = ""
    log_format: Literal["text", "json"] = "text"

    @field_validator("alarm_webhook")
    @classmethod
    def _is_a_web_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError(f"{value!r} is no web address; write https://HOST/PATH")
        return value

    @field_validator("alarm_command")
    @classmethod
    def _is_a_command(cls, value: str) -> str:
        try:
            shlex.split(value)
        except ValueError as error:
            raise ValueError(f"{value!r} is no command line: {error}") from error
        return value.strip()

    @field_validator("alarms_off")
    @classmethod
    def _are_kinds(cls, value: str) -> str:
        kinds = {kind.value for kind in AlarmKind}
        for word in value.split():
            if word.rpartition(":")[2] not in kinds:
                raise ValueError(
                    f"{word!r} is no alarm; write KIND or SOURCE:KIND, where KIND is one of: "
                    + ", ".join(sorted(kinds))
                )
        return value

    @field_validator("database")
    @classmethod
    def _is_a_url(cls, value: str) -> str:
        if "://" not in value:
            raise ValueError(
                f"{value!r} is no database URL; write sqlite:///PATH or postgresql+psycopg://USER@HOST/NAME"
            )
        return value

    def has_off(self, alarm: Alarm) -> bool:
        """Whether an alarm is not to be raised, of its kind or of its source's."""
        off = self.alarms_off.split()
        return alarm.kind.value in off or f"{alarm.source}:{alarm.kind.value}" in off

    @field_validator("every")
    @classmethod
    def _is_a_rhythm(cls, value: str) -> str:
        if value != AUTO and not parse_duration(value):
            raise ValueError("is no time at all; write one such as 15m")
        return value

    @property
    def usual_every(self) -> timedelta | str:
        """The setting ``every`` as a length of time, or ``auto``."""
        return self.every if self.every == AUTO else parse_duration(self.every)

    def agent(self) -> str:
        """The user agent sent with every request: honest, with the contact where one is set."""
        if self.user_agent:
            return self.user_agent
        note = f" (+{self.contact})" if self.contact else ""
        return f"news-archiver/{__version__}{note}"


def load_settings(
    *,
    config: Path | None = None,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
) -> Settings:
    """Put the settings together.

    Args:
        config: the file asked for by a flag; else ``ARCHIVER_CONFIG``, else ``archiver.toml`` if there.
        environment: ``os.environ`` unless given.
        flags: settings from the command line; ``None`` values are not set.

    Raises:
        SettingsError: every fault of the file and of the environment at once.
    """
    surroundings = os.environ if environment is None else environment
    path = config or _find_config(surroundings)
    faults: list[str] = []
    values: dict[str, Any] = {}
    if path is not None:
        try:
            values = _from_file(path)
        except SettingsError as error:
            faults.extend(error.faults)
    from_environment, more_faults = _from_environment(surroundings)
    faults.extend(more_faults)
    if faults:
        raise SettingsError(faults)
    values |= from_environment
    values |= {name: value for name, value in (flags or {}).items() if value is not None}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(
            [f"{f['loc'][0]}: {describe(f['type'], f['msg'])}" for f in error.errors()]
        ) from error


def _find_config(environment: Mapping[str, str]) -> Path | None:
    if named := environment.get(PREFIX + "CONFIG"):
        return Path(named)
    return DEFAULT_FILE if DEFAULT_FILE.is_file() else None


def _from_file(path: Path) -> dict[str, Any]:
    table, text = read_toml(path)
    check_table(Settings, table, path=path, text=text)
    return {name: _beside(path.parent, name, value) for name, value in table.items()}


def _beside(folder: Path, name: str, value: Any) -> Any:
    """Read a relative path in a file as relative to that file, so that cron may start anywhere."""
    if name == "sources":
        return str(folder / value)
    if name == "database" and value.startswith(SQLITE) and not value.startswith((SQLITE + "/", SQLITE + ":")):
        return SQLITE + str(folder / value.removeprefix(SQLITE))
    return value


def _from_environment(environment: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    faults = _find_misspelt(environment)
    for name in Settings.model_fields:
        variable = PREFIX + name.upper()
        if variable not in environment:
            continue
        try:
            checked = Settings.model_validate({name: environment[variable]})
            values[name] = getattr(checked, name)
        except ValidationError as error:
            faults.extend(f"{variable}: {describe(f['type'], f['msg'])}" for f in error.errors())
    return values, faults


def _find_misspelt(environment: Mapping[str, str]) -> list[str]:
    """Tell of variables that mean a setting and name none; others may use the prefix for their own."""
    known = [PREFIX + name.upper() for name in ("config", *Settings.model_fields)]
    unknown = sorted(name for name in environment if name.startswith(PREFIX) and name not in known)
    likely = {name: get_close_matches(name, known, n=1, cutoff=0.85) for name in unknown}
    return [f"{name}: no such setting; write {meant[0]}" for name, meant in likely.items() if meant]
