"""What whoever runs the guide can set: `guide.yml`, and environment variables over it."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Union

import yaml
from pydantic import StrictInt, StrictStr

from knowledge.conditions import nearest
from knowledge.records import Record

ROOT = Path(__file__).parent.parent
FILE = ROOT / "guide.yml"
PREFIX = "GUIDE_"
OTHERS = {"GUIDE_SETTINGS", "GUIDE_ENCODER"}  # variables of the guide that are no settings: where this file is, an encoder to try
# scheme://host[:port] as a browser sends it; "*" and "null" would let in anybody.
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?|https?://\[[0-9a-f:]+\](?::\d{1,5})?")


class SettingsError(Exception):
    """Settings that cannot be used; `faults` has one line each: where, what was found, what to do."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class Settings(Record):
    """All settings; `guide.yml` says of each what it does."""

    listen: StrictStr = "127.0.0.1"
    port: StrictInt = 5005
    state: StrictStr = "build/state"
    credentials: StrictStr = "credentials.yml"
    origins: tuple[StrictStr, ...] = ()
    proxies: StrictInt = 0
    session_hours: StrictInt = 12
    rotate_minutes: StrictInt = 30
    open_sessions: StrictInt = 2000
    messages_per_minute: StrictInt = 60
    requests_per_minute: StrictInt = 1200
    sessions_per_minute: StrictInt = 60
    body_kilobytes: StrictInt = 64
    slow_seconds: StrictInt = 15
    keep_days: StrictInt = 30
    log_megabytes: StrictInt = 10
    log_files: StrictInt = 5

    @property
    def state_folder(self) -> Path:
        """Where conversations, sessions and the log are kept."""
        return ROOT / self.state

    def as_environment(self) -> dict[str, str]:
        """The same as variables, for a process that is started with them."""
        given = {name: ",".join(value) if isinstance(value, tuple) else str(value) for name, value in self}
        return {f"{PREFIX}{name.upper()}": value for name, value in given.items()}

    def as_sanic(self) -> dict[str, str]:
        """Variables for the server beneath: largest body, how long a request may take to arrive, trusted proxies."""
        made = {"SANIC_REQUEST_MAX_SIZE": str(self.body_kilobytes * 1024), "SANIC_REQUEST_TIMEOUT": str(self.slow_seconds)}
        return {**made, "SANIC_PROXIES_COUNT": str(self.proxies)} if self.proxies else made


# The least and the most of each figure.
BOUNDS = {
    "port": (1, 65535), "proxies": (0, 10), "session_hours": (1, 24 * 31), "rotate_minutes": (1, 24 * 60),
    "open_sessions": (1, 1_000_000), "messages_per_minute": (1, 100_000), "requests_per_minute": (1, 10_000_000),
    "sessions_per_minute": (1, 1_000_000), "body_kilobytes": (8, 1024), "slow_seconds": (2, 300),
    "keep_days": (1, 3650), "log_megabytes": (1, 1000), "log_files": (1, 100),
}  # fmt: skip


def read(file: Path | None = None, environment: Mapping[str, str] = os.environ, **given: Any) -> Settings:
    """The settings of a file, with variables (GUIDE_PORT=5105) over it and what is `given` over both.

    A file that is not there sets nothing. `GUIDE_SETTINGS` names another file.

    Raises:
        SettingsError: with all faults.
    """
    chosen = file or Path(environment.get("GUIDE_SETTINGS", FILE))
    faults: list[str] = []
    values = {**_of_file(chosen, faults), **_of_variables(environment, faults), **{k: (k, v) for k, v in given.items()}}
    faults += _faults(values)
    if faults:
        raise SettingsError(faults)
    return Settings(**{name: tuple(value) if isinstance(value, list) else value for name, (_, value) in values.items()})


Found = dict[str, "tuple[str, Any]"]  # key -> where it stands, its value


def _of_file(file: Path, faults: list[str]) -> Found:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        faults.append(f"{file.name}: cannot be read: {' '.join(str(error).split())}")
        return {}
    if content is not None and not isinstance(content, dict):
        faults.append(f"{file.name}: found {type(content).__name__} where keys with values ('port: 5005') are expected.")
        return {}
    return {str(name): (f"{file.name}, {name}", value) for name, value in (content or {}).items()}


def _of_variables(environment: Mapping[str, str], faults: list[str]) -> Found:
    found: Found = {}
    for variable in sorted(environment):
        if variable.startswith(PREFIX) and variable not in OTHERS:
            name, text = variable[len(PREFIX) :].lower(), environment[variable]
            field = Settings.__fields__.get(name)
            value: Union[str, int, list[str]] = text
            if field is not None and field.type_ is StrictInt and re.fullmatch(r"-?\d+", text.strip()):
                value = int(text)
            elif name == "origins":
                value = [each.strip() for each in text.split(",") if each.strip()]
            found[name] = (variable, value)
    return found


def _faults(values: Found) -> Iterator[str]:
    for name, (where, value) in values.items():
        field = Settings.__fields__.get(name)
        if field is None:
            yield f"{where}: is not known.{nearest(name, Settings.__fields__)}"
        elif name == "origins":
            yield from _origins(where, value)
        elif field.type_ is StrictInt:
            least, most = BOUNDS[name]
            if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
                yield f"{where}: found {value!r}; it is a whole number from {least} to {most}."
        elif not isinstance(value, str) or not value.strip():
            yield f"{where}: found {value!r}; it is a text."
    listen = values.get("listen", ("", "127.0.0.1"))
    if (
        isinstance(listen[1], str)
        and listen[1].strip()
        and not is_own_machine(listen[1])
        and not values.get("origins", ("", ()))[1]
    ):
        yield (
            f"{listen[0]}: found {listen[1]!r}, which other machines can reach, and no origins. Name the websites that may show "
            "the guide (origins: [https://www.example.org]), or listen on 127.0.0.1."
        )


def _origins(where: str, value: Any) -> Iterator[str]:
    if not isinstance(value, (list, tuple)):
        yield f"{where}: found {value!r}; it is a list: [https://www.example.org]."
        return
    for each in value:
        if not isinstance(each, str) or not _ORIGIN.fullmatch(each):
            yield f"{where}: found {each!r}; an origin is https:// and a host in small letters, without a path: https://www.example.org."


def is_own_machine(address: str) -> bool:
    """True for an address that no other machine can reach."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"
