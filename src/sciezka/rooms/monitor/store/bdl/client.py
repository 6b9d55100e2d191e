"""Asking the bank: within the quota, again after failures, never anybody else than the configured address."""

import datetime
import ipaddress
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NoReturn, Self

import httpx
from django.utils.translation import gettext_noop

from sciezka.rooms.monitor.store.bdl import answers
from sciezka.rooms.monitor.store.bdl.cache import Cache, Kept
from sciezka.rooms.monitor.store.bdl.problems import (
    BadAnswer,
    BadSetup,
    EnoughAsked,
    NoSuchThing,
    QuotaSpent,
    Unreachable,
)
from sciezka.rooms.monitor.store.bdl.quota import Ledger, open_ledger
from sciezka.rooms.monitor.store.bdl.waits import read_retry_after, reckon_back_off

logger = logging.getLogger(__name__)

PAGE_SIZE: Final = 100
LARGEST: Final = 16 * 1024 * 1024
TIMEOUT: Final = 60.0
TO_CONNECT: Final = 15.0
# An answer that drips keeps each single wait short.
SLOWEST: Final = 180.0
# Failures in a row before giving up; being throttled is not a failure and has a count of its own.
TRIES: Final = 6
THROTTLED: Final = 12
FOREVER: Final = float("inf")
KEY: Final = re.compile(r"[\w.:-]{1,200}", re.ASCII)
HEALED_BY_WAITING: Final = frozenset({408, 425, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Timing:
    """The clock and the ways to wait, passed in so that tests need no time.

    Attributes:
        clock: seconds since 1970.
        sleep: waits so many seconds.
        patience: the longest single wait that whoever asked is ready for, in seconds.
    """

    clock: Callable[[], float]
    sleep: Callable[[float], None]
    patience: float = FOREVER


@dataclass
class Client:
    """One line to the bank; close it, or use it as a context manager.

    Attributes:
        url: the address of the interface; nothing else is ever called, redirects are refused.
        key: the client's key, or nothing; sent to that address only and kept out of every message.
        folder: where the quota and the raw answers lie.
        timing: the clock, and how to wait.
        allowed: how many requests this client may send at most; None for no limit of its own.
        on_wait: is told each wait before it begins.
        timeout: how long to wait for each piece of an answer, in seconds.
        sent: how many requests were sent.
    """

    url: str
    folder: Path
    timing: Timing
    key: str = field(default="", repr=False)
    allowed: int | None = None
    on_wait: Callable[[float], None] | None = None
    timeout: float = TIMEOUT
    sent: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        base = check_url(self.url)
        if self.key and not KEY.fullmatch(self.key):
            # The library's own error would print the key.
            raise BadSetup(gettext_noop("The key (SCIEZKA_BDL_KEY) holds characters that a key can't have. Copy it again."))
        self.ledger: Ledger = open_ledger(self.folder, self.key, self.timing.clock)
        self.cache = Cache(self.folder / "pages")
        headers = {"Accept": "application/json", "User-Agent": "Sciezka (monitor)"}
        if self.key:
            headers["X-ClientId"] = self.key
        # A proxy of the office is used where the environment names one, but not to reach this very machine.
        outward = not _is_loopback(base.host)
        timeout = httpx.Timeout(self.timeout, connect=min(self.timeout, TO_CONNECT))
        # Certificates are checked wherever there are any: plain http reaches only this machine, see check_url.
        checked = base.scheme == "https"
        self._http = httpx.Client(
            headers=headers, timeout=timeout, follow_redirects=False, trust_env=outward, verify=checked
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the line."""
        self._http.close()

    def fetch_page(
        self, variable: int, level: int, years: tuple[int, ...], page: int, *, trusted: bool = False
    ) -> answers.DataPage:
        """Fetch one page of a variable's values, for all units of a level.

        Args:
            variable: the variable's id.
            level: 0 Poland, 2 voivodeships, 5 counties, 6 communes.
            years: the years; none for all that there are.
            page: the page, from 0.
            trusted: take the kept answer without asking, where there is one.
        """
        query: dict[str, Any] = {"unit-level": level, "page": page, "page-size": PAGE_SIZE, "lang": "pl", "format": "json"}
        if years:
            query["year"] = list(years)
        name = name_page(variable, level, years, page)
        body = self._read(f"/data/by-variable/{variable}", query, name, trusted=trusted)
        try:
            return answers.read_data_page(body, variable)
        except BadAnswer:
            # Kept, it would be refused for ever, also when the bank has mended it.
            self.cache.drop(name)
            raise

    def fetch_variable(self, variable: int) -> answers.Variable:
        """Fetch what a variable is."""
        query = {"lang": "pl", "format": "json"}
        found = answers.read_variable(self._read(f"/variables/{variable}", query, f"variables/{variable}"))
        if found.id != variable:
            raise BadAnswer(
                gettext_noop("Asked for variable %(variable)s, the bank told about %(found)s."),
                variable=variable,
                found=found.id,
            )
        return found

    def fetch_subject(self, subject: str) -> answers.Subject:
        """Fetch what a subject is called."""
        if not re.fullmatch(r"[KGP]\d{1,6}", subject):
            raise BadAnswer(
                gettext_noop("The bank named a subject with the odd id %(subject)s."), subject=repr(subject)[:40]
            )
        query = {"lang": "pl", "format": "json"}
        return answers.read_subject(self._read(f"/subjects/{subject}", query, f"subjects/{subject}", trusted=True))

    def _read(self, path: str, query: Mapping[str, Any], name: str, *, trusted: bool = False) -> Mapping[str, Any]:
        """Give an answer's content, from the bank or, confirmed by it, from the cache."""
        kept = self.cache.read(name)
        asked = str(httpx.URL(path, params=query))
        if kept and kept.url != asked:
            kept = None
        if kept and trusted:
            try:
                return answers.read_json_answer(kept.body)
            except answers.CutShort:
                kept = None
        failures = 0
        while True:
            response = self._ask(path, query, kept.etag if kept else "")
            if response.status_code == HTTPStatus.NOT_MODIFIED and kept:
                response = httpx.Response(HTTPStatus.OK, content=kept.body, headers={"ETag": kept.etag})
            try:
                content = answers.read_json_answer(response.content)
            except answers.CutShort:
                failures += 1
                kept = None
                self._pause_after(failures, gettext_noop("an answer that was cut off"), path)
                continue
            today = datetime.datetime.fromtimestamp(self.timing.clock(), tz=datetime.UTC).date().isoformat()
            self.cache.keep(name, Kept(asked, response.headers.get("ETag", "")[:200], today, response.content))
            return content

    def _ask(self, path: str, query: Mapping[str, Any], etag: str) -> httpx.Response:
        """Ask until there is a usable answer: 200, or 304 when an ETag was given."""
        failures = throttled = 0
        while True:
            self._spend()
            reason = ""
            try:
                response = self._send(path, query, etag)
            except httpx.TimeoutException:
                reason = gettext_noop("no answer in time")
            except (httpx.TransportError, httpx.DecodingError):
                reason = gettext_noop("no connection, or one that broke off")
            else:
                code = response.status_code
                if code == HTTPStatus.OK or (code == HTTPStatus.NOT_MODIFIED and etag):
                    return response
                if code == HTTPStatus.TOO_MANY_REQUESTS:
                    throttled += 1
                    self._heed(response, throttled)
                    continue
                if code not in HEALED_BY_WAITING:
                    _refuse(code, response, path)
                reason = f"HTTP {code}"
            failures += 1
            self._pause_after(failures, reason, path)

    def _send(self, path: str, query: Mapping[str, Any], etag: str) -> httpx.Response:
        """Send one request and take in a bounded answer."""
        headers = {"If-None-Match": etag} if etag else {}
        with self._http.stream("GET", self.url.rstrip("/") + path, params=query, headers=headers) as response:
            body = bytearray()
            began = self.timing.clock()
            for piece in response.iter_bytes():
                body += piece
                if self.timing.clock() - began > SLOWEST:
                    raise httpx.ReadTimeout("dripping")
                if len(body) > LARGEST:
                    raise BadAnswer(
                        gettext_noop("The bank's answer to %(path)s is larger than %(size)s MB and was left."),
                        path=path,
                        size=LARGEST // 1024**2,
                    )
            kept = {name: response.headers[name] for name in ("ETag", "Retry-After", "Location") if name in response.headers}
            return httpx.Response(response.status_code, content=bytes(body), headers=kept)

    def _spend(self) -> None:
        """Take one request from the quota, after waiting for it if need be."""
        if self.allowed is not None and self.sent >= self.allowed:
            raise EnoughAsked(gettext_noop("Stopped after %(count)s requests, as asked."), count=self.sent)
        while wait := self.ledger.take():
            self._wait(wait)
        self.sent += 1

    def _heed(self, response: httpx.Response, throttled: int) -> None:
        """Stay away for as long as the bank asks."""
        wait = read_retry_after(response.headers.get("Retry-After", ""), self.timing.clock())
        logger.info("The bank throttles: waiting %.0f seconds.", wait)
        self.ledger.close_for(max(wait, 1.0))
        if throttled >= THROTTLED:
            raise Unreachable(
                gettext_noop("The bank refused %(count)s requests in a row as too many. Try again in some hours."),
                count=throttled,
            )

    def _pause_after(self, failures: int, reason: str, path: str) -> None:
        """Wait before the next try, or give up."""
        logger.info("Asking for %s: %s.", path, reason)
        if failures >= TRIES:
            raise Unreachable(
                gettext_noop(
                    "The bank did not answer %(path)s usefully in %(count)s tries (%(reason)s). What was fetched is kept; "
                    "try again later."
                ),
                path=path,
                count=failures,
                reason=reason,
            )
        self._wait(reckon_back_off(failures))

    def _wait(self, seconds: float) -> None:
        if seconds > self.timing.patience:
            raise QuotaSpent(
                gettext_noop("The bank's quota allows the next request in %(seconds)s seconds."),
                seconds,
            )
        if self.on_wait:
            self.on_wait(seconds)
        self.timing.sleep(seconds)


def name_page(variable: int, level: int, years: tuple[int, ...], page: int) -> str:
    """Name a page in the cache."""
    span = "-".join(map(str, years)) if years else "all"
    return f"data/{variable}/level{level}-{span}-{page:04d}"


def check_url(url: str) -> httpx.URL:
    """Refuse an address that a client must not call.

    Raises:
        BadSetup: it is no plain https address (or http on this very machine).
    """
    try:
        base = httpx.URL(url)
    except (httpx.InvalidURL, TypeError, ValueError):
        base = httpx.URL("")
    is_safe = base.scheme == "https" or (base.scheme == "http" and _is_loopback(base.host))
    if not is_safe or not re.fullmatch(r"[\w.:-]+", base.host) or base.userinfo or base.query or base.fragment:
        raise BadSetup(
            gettext_noop(
                "The address of the bank (SCIEZKA_BDL_URL) must begin with https:// and hold no password and no "
                "question mark."
            )
        )
    return base


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse(code: int, response: httpx.Response, path: str) -> NoReturn:
    """Turn an answer that waiting won't heal into a problem."""
    if code == HTTPStatus.NOT_FOUND:
        raise NoSuchThing(gettext_noop("The bank doesn't know %(path)s (404)."), path=path)
    if code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise BadSetup(
            gettext_noop("The bank refused access (%(code)s). Check the key (SCIEZKA_BDL_KEY), or ask without one."),
            code=code,
        )
    if HTTPStatus.MULTIPLE_CHOICES <= code < HTTPStatus.BAD_REQUEST:
        raise BadAnswer(
            gettext_noop(
                "The bank sends elsewhere: %(target)s. Only the configured address is called; if it has moved, change "
                "SCIEZKA_BDL_URL."
            ),
            target=repr(response.headers.get("Location", ""))[:200],
        )
    raise BadAnswer(gettext_noop("The bank answered %(path)s with the unexpected code %(code)s."), path=path, code=code)
