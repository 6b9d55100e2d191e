"""A stand-in for the bank: answers on this machine in the shapes of real answers, and misbehaves when told to."""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

MOST_REQUESTS = 1_000
UPDATED = "2025-05-14T15:05:15.743"
Mood = Callable[["Answer"], None]


@dataclass
class Answer:
    """What is about to be sent; a mood may spoil it."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    says_length: int | None = None


@dataclass
class Series:
    """One variable that the stand-in has data of."""

    details: dict[str, Any]
    units: list[dict[str, Any]]
    updated: str = UPDATED


@dataclass(frozen=True)
class Asked:
    """One request that came."""

    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]

    @property
    def page(self) -> int:
        """The page asked for; −1 when none was."""
        return int(self.query.get("page", ["-1"])[0])


class FakeTime:
    """A clock that moves only when somebody sleeps."""

    def __init__(self, now: float = 1_763_870_400.0) -> None:
        self.now = now
        self.slept: list[float] = []

    def clock(self) -> float:
        """Tell the time."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class StandIn:
    """The bank's data, its moods, and what it was asked.

    Attributes:
        series: the variables by number.
        subjects: the names of subjects.
        moods: what is done to the next answers, one after another; None leaves one alone.
        windows: (seconds, limit) pairs that the stand-in enforces by ``time``.
        page_cap: the most units that it puts on a page.
    """

    series: dict[int, Series] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)
    moods: list[Mood | None] = field(default_factory=list)
    windows: tuple[tuple[float, int], ...] = ()
    time: FakeTime = field(default_factory=FakeTime)
    page_cap: int = 100
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)

    def pages(self, variable: int) -> list[int]:
        """List the pages of a variable that were asked for, in order."""
        return [each.page for each in self.asked if each.path.endswith(f"/data/by-variable/{variable}")]

    def answer(self, asked: Asked) -> Answer:
        """Answer a request."""
        self.asked.append(asked)
        if len(self.asked) > MOST_REQUESTS:
            return Answer(b"{}", 503)
        over = any(
            sum(arrival > self.time.now - seconds for arrival in self.arrivals) >= limit for seconds, limit in self.windows
        )
        self.arrivals.append(self.time.now)
        if over:
            return Answer(b'{"result":"over"}', 429, {"Retry-After": "10 sek"})
        answer = self._find(asked)
        if mood := self.moods.pop(0) if self.moods else None:
            mood(answer)
        if answer.status == 200:
            etag = f'"{sha256(answer.body).hexdigest()[:16]}"'
            answer.headers.setdefault("ETag", etag)
            if asked.headers.get("if-none-match") == etag:
                return Answer(b"", 304, {"ETag": etag})
        return answer

    def _find(self, asked: Asked) -> Answer:
        kind, _slash, name = asked.path.removeprefix("/api/v1/").rpartition("/")
        if kind == "subjects" and name in self.subjects:
            return write({"id": name, "name": self.subjects[name], "hasVariables": True, "children": [], "levels": [6]})
        series = self.series.get(int(name)) if name.isdigit() else None
        if series is None:
            return write({"errors": [{"errorCode": "404", "errorReason": "Not found"}]}, 404)
        if kind == "variables":
            return write(series.details)
        return write(self._cut_page(int(name), series, asked))

    def _cut_page(self, variable: int, series: Series, asked: Asked) -> dict[str, Any]:
        level, years = int(asked.query["unit-level"][0]), set(asked.query.get("year", []))
        size = min(int(asked.query.get("page-size", ["10"])[0]), self.page_cap)
        listed = [unit for unit in series.units if level_of(unit["id"]) == level]
        if years:
            listed = [
                {**unit, "values": values}
                for unit in listed
                if (values := [value for value in unit["values"] if value["year"] in years])
            ]
        return {
            "totalRecords": len(listed),
            "page": asked.page,
            "pageSize": size,
            "links": {"self": f"{self.url}{asked.path}"},
            "variableId": variable,
            "measureUnitId": 26,
            "aggregateId": 1,
            "lastUpdate": series.updated,
            "results": listed[asked.page * size : (asked.page + 1) * size],
        }

    @contextmanager
    def open(self) -> Iterator["StandIn"]:
        """Answer on a free port of this machine until the block ends."""
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = -1
            timeout = 5

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                headers = {name.lower(): value for name, value in self.headers.items()}
                answer = stand_in.answer(Asked(parts.path, parse_qs(parts.query), headers))
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                length = len(answer.body) if answer.says_length is None else answer.says_length
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(answer.body)
                self.close_connection = answer.says_length is not None

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        self.url = f"http://127.0.0.1:{server.server_port}/api/v1"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join(timeout=5)


def write(content: object, status: int = 200) -> Answer:
    """Write an answer as the bank does."""
    return Answer(json.dumps(content, ensure_ascii=False).encode(), status, {"Content-Type": "application/json"})


@cache
def level_of(unit: str) -> int:
    """Tell a unit's level from its id."""
    length = len(unit.rstrip("0"))
    return next(level for level, most in enumerate((0, 2, 4, 5, 7, 9, 12)) if length <= most)


# ---- moods


def fail(status: int, headers: dict[str, str] | None = None) -> Mood:
    """Answer with an error."""

    def spoil(answer: Answer) -> None:
        answer.body, answer.status = b'{"errors":[{"errorReason":"x"}]}', status
        answer.headers = dict(headers or {})

    return spoil


def throttle(retry_after: str | None) -> Mood:
    """Answer that there were too many requests."""
    return fail(429, {"Retry-After": retry_after} if retry_after is not None else None)


def cut(answer: Answer) -> None:
    """Send half of the answer, as if it were all."""
    answer.body = answer.body[: len(answer.body) // 2]


def break_off(answer: Answer) -> None:
    """Close the line in the middle of the answer."""
    answer.says_length = len(answer.body)
    answer.body = answer.body[: len(answer.body) // 2]


def rename(old: str, new: str) -> Mood:
    """Change the schema: a field gets another name."""

    def spoil(answer: Answer) -> None:
        answer.body = answer.body.replace(f'"{old}":'.encode(), f'"{new}":'.encode())

    return spoil


def replace_all(old: bytes, new: bytes) -> Mood:
    """Change the answer's text."""

    def spoil(answer: Answer) -> None:
        answer.body = answer.body.replace(old, new)

    return spoil


def drip(seconds: float) -> Mood:
    """Answer late."""

    def spoil(_answer: Answer) -> None:
        time.sleep(seconds)

    return spoil


def swell(size: int) -> Mood:
    """Answer with so many bytes, packed small."""

    def spoil(answer: Answer) -> None:
        answer.body = gzip.compress(b" " * size)
        answer.headers["Content-Encoding"] = "gzip"

    return spoil


# ---- data in the real shape


def make_units(count: int, years: Sequence[int] = (2020, 2021), start: int = 0) -> list[dict[str, Any]]:
    """Make so many communes with a value for each year."""
    span = range(start, start + count)
    return [make_unit(f"0302101{1 + at // 90:02d}{1 + at % 90:02d}{1 + at % 3}", years, at + 1) for at in span]


def make_unit(unit: str, years: Sequence[int], value: float = 1.0, attr: int = 1, name: str = "Gmina") -> dict[str, Any]:
    """Make a unit with its values."""
    values = [{"year": str(year), "val": value, "attrId": attr} for year in years]
    return {"id": unit, "name": name, "values": values}


def make_series(variable: int, units: list[dict[str, Any]], **details: Any) -> Series:
    """Make a variable."""
    described = {
        "id": variable,
        "subjectId": "P2137",
        "n1": "stan na 31 XII",
        "n2": "ogółem",
        "level": 6,
        "measureUnitId": 26,
        "measureUnitName": "osoba",
        "years": [2020, 2021],
    }
    return Series({**described, **details}, units)


def read_sample(shared: Path, name: str) -> Any:
    """Read a collection of real answers."""
    return json.loads((shared / "data/bdl_api/answers" / f"samples_raw_{name}.json").read_text(encoding="utf-8"))
