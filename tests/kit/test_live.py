"""Live screens: pulses, the thread that watches them, streams, and a real server that stops."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from sciezka.kit import live
from sciezka.kit.live import (
    Feed,
    LiveResponse,
    Stream,
    Watch,
    answer_state,
    hear_signals,
    open_stream,
    raise_pulse,
    read_pulses,
)
from sciezka.kit.models import Pulse
from sciezka.kit.requests import Keep

pytestmark = pytest.mark.both_databases

# So long is waited for what comes at once on a machine that has nothing else to do.
WAIT = 60


class Source:
    """Pulses without a database."""

    def __init__(self) -> None:
        self.numbers = {"a": 0, "b": 0}
        self.drawn: list[str] = []
        self.is_away = False

    def read(self, keys: Collection[str]) -> dict[str, int]:
        """Read the numbers."""
        if self.is_away:
            raise ConnectionError
        return {key: self.numbers[key] for key in keys}

    def draw(self, key: str) -> str:
        """Draw the state."""
        self.drawn.append(key)
        return json.dumps(f"{key}{self.numbers[key]}")


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def watch(source: Source) -> Iterator[Watch]:
    one = Watch(source.read, limit=5, pause=0.01)
    yield one
    one.stop()


def join(watch: Watch, source: Source, key: str = "a", holder: str = "anna") -> Feed:
    feed = watch.join(f"{key}.pl", pulse=key, render=lambda: source.draw(key), holder=holder)
    assert feed is not None
    return feed


def read_event(data: bytes) -> Any:
    found = re.search(rb"data: (.*)\n\n", data)
    assert found is not None
    return json.loads(found[1])


def test_the_first_event_carries_the_whole_state_and_the_servers_clock(watch: Watch, source: Source) -> None:
    stream = Stream(watch, join(watch, source), holder="anna")
    before = time.time()
    first = next(stream)
    assert first.startswith(b"retry: 700\ndata: ")
    assert read_event(first)["state"] == "a0"
    # To a thousandth of a second, rounded.
    assert before - 0.001 <= read_event(first)["now"] / 1000 <= time.time() + 0.001


def test_a_raised_pulse_is_sent_to_all_who_listen_and_drawn_once(watch: Watch, source: Source) -> None:
    streams = [Stream(watch, join(watch, source, holder=f"person {n}"), holder=f"person {n}") for n in range(4)]
    for stream in streams:
        next(stream)
    source.drawn.clear()
    got: list[Any] = []
    threads = [threading.Thread(target=lambda s=stream: got.append(read_event(next(s))["state"])) for stream in streams]
    for thread in threads:
        thread.start()
    time.sleep(0.05)
    source.numbers["a"] = 1
    for thread in threads:
        thread.join(timeout=WAIT)
    assert got == ["a1"] * 4
    assert source.drawn == ["a"]


def test_many_who_come_at_once_hold_one_feed(source: Source) -> None:
    together = threading.Barrier(5)

    def draw_slowly() -> str:
        time.sleep(0.05)
        return "1"

    one = Watch(source.read, limit=5, pause=0.01)
    feeds: list[Feed | None] = []

    def come(n: int) -> None:
        together.wait()
        feeds.append(one.join("a.pl", pulse="a", render=draw_slowly, holder=f"{n}"))

    threads = [threading.Thread(target=come, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=WAIT)
    assert len({id(feed) for feed in feeds}) == 1


def test_another_pulse_wakes_nobody(watch: Watch, source: Source) -> None:
    feed = join(watch, source)
    source.numbers["b"] = 7
    assert not watch.wait(feed, after=0, seconds=0.1)


def test_a_screen_that_comes_after_a_while_without_any_is_told_what_other_processes_change(source: Source) -> None:
    asleep = threading.Event()
    one = Watch(source.read, limit=5, pause=0.01, let_go=asleep.set)
    one.wait(join(one, source), after=0, seconds=0.02)
    one.leave("a.pl", holder="anna")
    assert asleep.wait(WAIT)
    feed = join(one, source)
    source.numbers["a"] = 1
    assert one.wait(feed, after=0, seconds=WAIT)
    one.stop()


def test_a_stream_with_no_news_shows_a_sign_of_life(watch: Watch, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.02)
    stream = Stream(watch, join(watch, source), holder="anna")
    next(stream)
    assert next(stream) == b": \n\n"


def test_a_stream_ends_by_itself_after_a_time(watch: Watch, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LONGEST", 0.05)
    stream = Stream(watch, join(watch, source), holder="anna")
    assert len(list(stream)) <= 2


def test_all_streams_end_when_the_server_stops(watch: Watch, source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", live.LONGEST)
    stream = Stream(watch, join(watch, source), holder="anna")
    next(stream)
    threading.Timer(0.05, watch.stop).start()
    began = time.monotonic()
    assert [chunk for chunk in stream if chunk != b": \n\n"] == []
    assert time.monotonic() - began < live.LONGEST / 2
    assert watch.join("a.pl", pulse="a", render=lambda: "1", holder="anna") is None


def test_a_closed_stream_gives_its_place_back_once(watch: Watch, source: Source) -> None:
    stream = Stream(watch, join(watch, source), holder="anna")
    join(watch, source, holder="jan")
    assert len(watch) == 2
    stream.close()
    stream.close()
    assert len(watch) == 1


def test_places_are_limited_for_all_and_for_one_person(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_EACH", 2)
    one = Watch(source.read, limit=3)
    given = [one.join("a.pl", pulse="a", render=lambda: "1", holder=holder) for holder in ("x", "x", "x", "y", "z")]
    assert [feed is not None for feed in given] == [True, True, False, True, False]


def test_a_state_that_cannot_be_drawn_ends_its_streams_and_no_others(watch: Watch, source: Source) -> None:
    def draw() -> str:
        if source.numbers["a"]:
            raise LookupError
        return "0"

    broken = watch.join("gone", pulse="a", render=draw, holder="anna")
    assert broken is not None
    stream = Stream(watch, broken, holder="anna")
    well = Stream(watch, join(watch, source, "b"), holder="anna")
    next(stream)
    next(well)
    source.numbers.update(a=1, b=1)
    assert [chunk for chunk in stream if chunk != b": \n\n"] == []
    assert read_event(next(well))["state"] == "b1"


def test_a_state_that_cannot_be_drawn_at_first_takes_no_place(watch: Watch) -> None:
    def fail() -> str:
        raise LookupError

    with pytest.raises(LookupError):
        watch.join("a.pl", pulse="a", render=fail, holder="anna")
    assert len(watch) == 0


def test_screens_come_back_after_the_database_was_away(
    watch: Watch, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "SECONDS_AFTER_TROUBLE", 0.02)
    feed = join(watch, source)
    source.is_away = True
    assert not watch.wait(feed, after=0, seconds=0.1)
    source.numbers["a"], source.is_away = 1, False
    assert watch.wait(feed, after=0, seconds=WAIT)


def test_settling_waits_for_a_look_that_began_after_the_change(watch: Watch, source: Source) -> None:
    feed = join(watch, source)
    watch.wait(feed, after=0, seconds=0.02)
    source.numbers["a"] = 1
    watch.settle(WAIT)
    assert feed.number == 1


def test_settling_waits_for_nothing_where_nobody_looks(watch: Watch) -> None:
    began = time.monotonic()
    watch.settle(WAIT)
    assert time.monotonic() - began < WAIT / 2


@pytest.mark.django_db
def test_a_pulse_rises_by_one_each_time() -> None:
    raise_pulse("meeting.1")
    raise_pulse("meeting.1")
    raise_pulse("meeting.2")
    assert read_pulses(["meeting.1", "meeting.2", "meeting.3"]) == {"meeting.1": 2, "meeting.2": 1}
    assert str(Pulse.objects.get(key="meeting.1")) == "meeting.1 2"


@pytest.mark.django_db(transaction=True)
def test_a_pulse_of_a_transaction_that_is_not_kept_is_not_raised() -> None:
    with transaction.atomic():
        raise_pulse("meeting.1")
        transaction.set_rollback(True)
    assert read_pulses(["meeting.1"]) == {}


@pytest.mark.django_db
def test_screens_are_told_only_when_the_change_is_kept(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        raise_pulse("meeting.1")
    assert callbacks == [live.watch.nudge]


@pytest.mark.django_db
def test_a_stream_is_neither_kept_nor_held_up_by_proxies() -> None:
    before = len(live.watch)
    response = open_stream(name="x", pulse="x", holder="anna", render=lambda: "1")
    assert len(live.watch) == before + 1
    assert isinstance(response, LiveResponse)
    assert response["Content-Type"] == "text/event-stream; charset=utf-8"
    assert (response["Cache-Control"], response["X-Accel-Buffering"]) == ("no-store", "no")
    response.close()
    assert len(live.watch) == before


@pytest.mark.django_db
def test_who_finds_no_place_is_told_to_ask_from_time_to_time() -> None:
    with ExitStack() as stack:
        for _ in range(live.MOST_EACH):
            stack.callback(open_stream(name="x", pulse="x", holder="anna", render=lambda: "1").close)
        refused = open_stream(name="x", pulse="x", holder="anna", render=lambda: "1")
    assert (refused.status_code, refused["Retry-After"]) == (503, "2")
    assert json.loads(answer_state('{"item": 1}').content)["state"] == {"item": 1}


def test_a_permit_comes_back_when_its_thread_ends() -> None:
    permits = threading.BoundedSemaphore(1)
    local = threading.local()

    def take() -> None:
        assert permits.acquire(blocking=False)
        local.keep = Keep(permits)

    thread = threading.Thread(target=take)
    thread.start()
    thread.join()
    assert permits.acquire(blocking=False)


def test_a_signal_to_stop_ends_the_streams(source: Source) -> None:
    one = Watch(source.read, limit=1)
    ear, mouth = socket.socketpair()
    with ear, mouth:
        mouth.send(bytes([signal.SIGHUP, signal.SIGTERM]))
        hear_signals(ear, mouth, one)
    assert one.is_stopped


APPLICATION = """
import json, threading
from sciezka.kit.live import Stream, Watch, end_streams_on_stop

watch = Watch(lambda keys: {key: 0 for key in keys}, limit=10, pause=0.01)
end_streams_on_stop(watch)

def application(environ, start_response):
    if environ["PATH_INFO"] == "/count":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [str(len(watch)).encode()]
    feed = watch.join("x", pulse="x", render=lambda: "1", holder="x")
    start_response("200 OK", [("Content-Type", "text/event-stream")])
    return Stream(watch, feed, holder="x")
"""
PATIENCE = 60
SERVER = """
from granian import Granian
from granian.constants import Interfaces

Granian("streaming:application", address="127.0.0.1", port={port}, interface=Interfaces.WSGI, blocking_threads=8,
        log_enabled=False).serve()
"""


def test_a_real_server_stops_at_once_though_streams_are_open(tmp_path: Path) -> None:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "streaming.py").write_text(f"import django\ndjango.setup()\n{APPLICATION}", encoding="utf-8")
    (tmp_path / "run.py").write_text(SERVER.format(port=port), encoding="utf-8")
    place = os.pathsep.join([str(tmp_path), *filter(None, sys.path)])
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": place}
    server = subprocess.Popen([sys.executable, "run.py"], cwd=tmp_path, env=env)
    try:
        with ExitStack() as stack:
            lines = [stack.enter_context(call(port, "/stream")) for _ in range(3)]
            assert all(b"data: " in read_until(line, b"\n\n") for line in lines)
            with call(port, "/count") as line:
                assert read_until(line, b"\r\n\r\n3").endswith(b"3")
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=live.LONGEST / 2)
    finally:
        server.kill()
        server.wait()


def call(port: int, path: str) -> socket.socket:
    """Send a request; the server may not be up yet, and listens before it can answer."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except OSError:
            if time.monotonic() > until:
                raise
        else:
            # Where nobody listens a connection may be given the very port it looks for, and then speaks to itself.
            if line.getsockname() != line.getpeername():
                line.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                return line
            line.close()
        time.sleep(0.1)


def read_until(line: socket.socket, end: bytes) -> bytes:
    """Read what comes until it holds the wanted end."""
    got = b""
    while end not in got and (more := line.recv(4096)):
        got += more
    return got
