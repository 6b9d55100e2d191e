"""Live screens: a page that is shown a change within a moment of its being made, by server-sent events.

Whoever changes something calls ``raise_pulse(key)`` in the same transaction. A page that shows it opens a stream
(``open_stream``), which sends the whole state at once and again whenever the pulse has risen. One thread in each process
asks the database for the pulses that somebody here waits for, so it does not matter which process the change was made in;
after a change made in this one it asks at once. The state is rendered once for all who see the same.

Each event carries everything, so a screen that was cut off only has to come back. See docs/decisions/0007.
"""

import logging
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import connections, transaction
from django.db.models import F
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from sciezka.kit.models import Pulse

SECONDS_BETWEEN_LOOKS: Final = 0.1
SECONDS_AFTER_TROUBLE: Final = 1.0
# A comment goes out so often: proxies keep the line open, and a screen that went away is noticed.
HEARTBEAT: Final = 15.0
# Then a stream ends and the screen asks anew, so that whoever lost the right to see it is shown no more.
LONGEST: Final = 120.0
MILLISECONDS_TO_RETRY: Final = 700
# Screens of one person at the same time; more of them would take the places of others.
MOST_EACH: Final = 10

log = logging.getLogger(__name__)

Render = Callable[[], str]


def raise_pulse(key: str) -> None:
    """Tell all screens that wait for this key, as soon as the running transaction is kept; nothing if it is not."""
    if not Pulse.objects.filter(key=key).update(number=F("number") + 1):
        Pulse.objects.bulk_create([Pulse(key=key)], ignore_conflicts=True)
        Pulse.objects.filter(key=key).update(number=F("number") + 1)
    transaction.on_commit(watch.nudge)


def read_pulses(keys: Collection[str]) -> dict[str, int]:
    """Read the numbers of pulses; a key that was never raised has none."""
    return dict(Pulse.objects.filter(key__in=keys).values_list("key", "number"))


@dataclass(slots=True)
class Feed:
    """What all screens of one sort show: its text, made anew when its pulse has risen."""

    name: str
    pulse: str
    render: Render
    number: int
    text: str
    is_over: bool = False


class Watch:
    """What the screens of this process wait for, and the one thread that looks whether it has changed.

    Args:
        read: reads the numbers of pulses.
        limit: so many screens at the same time.
        pause: seconds between two looks.
        let_go: closes what the thread read by, when nobody waits any more.
    """

    def __init__(
        self,
        read: Callable[[Collection[str]], Mapping[str, int]],
        *,
        limit: int,
        pause: float = SECONDS_BETWEEN_LOOKS,
        let_go: Callable[[], None] = lambda: None,
    ) -> None:
        self._read, self._limit, self._pause, self._let_go = read, limit, pause, let_go
        self._feeds: dict[str, Feed] = {}
        self._listeners: Counter[str] = Counter()
        self._holders: Counter[str] = Counter()
        self._changed = threading.Condition()
        self._nudged = threading.Event()
        self._thread: threading.Thread | None = None
        # Not the condition that the screens wait on: it is told of every look, ten times a second.
        self._looked = threading.Condition()
        self._begun = self._ended = 0
        self.is_stopped = False

    def __len__(self) -> int:
        """Count the screens."""
        return self._listeners.total()

    def join(self, name: str, *, pulse: str, render: Render, holder: str) -> Feed | None:
        """Take a place at a feed; None when there is none left, or none for this holder."""
        with self._changed:
            if self.is_stopped or len(self) >= self._limit or self._holders[holder] >= MOST_EACH:
                return None
            self._listeners[name] += 1
            self._holders[holder] += 1
            feed = self._feeds.get(name)
        if feed is None or feed.is_over:
            try:
                # The number first: what changes in between is shown twice rather than never.
                number = self._read([pulse]).get(pulse, 0)
                made = Feed(name, pulse, render, number, render())
            except BaseException:
                self.leave(name, holder=holder)
                raise
            with self._changed:
                # Many may come at once; all of them must hold the one that is looked after.
                feed = self._feeds.get(name)
                if feed is None or feed.is_over:
                    feed = self._feeds[name] = made
            # The thread that looks sleeps without an end while nobody waits for anything.
            self._nudged.set()
        return feed

    def leave(self, name: str, *, holder: str) -> None:
        """Give a place back."""
        with self._changed:
            for count, key in ((self._listeners, name), (self._holders, holder)):
                count[key] -= 1
                if count[key] <= 0:
                    del count[key]
            if name not in self._listeners:
                self._feeds.pop(name, None)

    def wait(self, feed: Feed, *, after: int, seconds: float) -> bool:
        """Wait until the feed has something newer than ``after``; False when the time is over first."""
        self._start()
        with self._changed:
            return self._changed.wait_for(
                lambda: feed.number != after or feed.is_over or self.is_stopped, timeout=seconds
            ) and not (feed.is_over or self.is_stopped)

    def nudge(self) -> None:
        """Look now."""
        self._nudged.set()

    def settle(self, seconds: float) -> None:
        """Wait, but not long, until the screens of this process have been sent what has changed up to now.

        Whoever made the change has more to do, such as drawing a page, and would share the processor with the screens.
        """
        if not self._feeds or self._thread is None or self.is_stopped:
            return
        with self._looked:
            # The look that goes on now may have begun before the change; the one after it can't have.
            wanted = self._begun + 1
            self._nudged.set()
            self._looked.wait_for(lambda: self._ended >= wanted, timeout=seconds)

    def stop(self) -> None:
        """End all streams, and give no more."""
        with self._changed:
            self.is_stopped = True
            self._changed.notify_all()
        self._nudged.set()

    def _start(self) -> None:
        with self._changed:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="sciezka-live", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self.is_stopped:
            self._nudged.wait(self._pause if self._feeds else None)
            self._nudged.clear()
            with self._looked:
                self._begun += 1
            try:
                if not self._look():
                    self._let_go()
            except Exception:
                # The database may be away for a while; the screens keep what they show.
                log.exception("Live screens could not look for changes.")
                self._let_go()
                time.sleep(SECONDS_AFTER_TROUBLE)
            with self._looked:
                self._ended = self._begun
                self._looked.notify_all()

    def _look(self) -> bool:
        """Make anew what has changed, and wake those who wait for it. Gives False when nobody waits for anything."""
        with self._changed:
            feeds = list(self._feeds.values())
        if not feeds:
            return False
        numbers = self._read({feed.pulse for feed in feeds})
        for feed in feeds:
            number = numbers.get(feed.pulse, 0)
            if number != feed.number:
                self._renew(feed, number)
        return True

    def _renew(self, feed: Feed, number: int) -> None:
        text, is_over = feed.text, False
        try:
            text = feed.render()
        except Exception:
            # What it showed may be gone; whoever asks again is told by the page itself.
            log.exception("A live screen could not be drawn: %s", feed.name)
            is_over = True
        with self._changed:
            feed.text, feed.number, feed.is_over = text, number, is_over
            self._changed.notify_all()


class Stream:
    """The events of one screen, as the server takes them one by one."""

    def __init__(self, source: Watch, feed: Feed, *, holder: str) -> None:
        self._watch, self._feed, self._holder = source, feed, holder
        self._sent: int | None = None
        self._until = time.monotonic() + LONGEST
        self._is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        """Give itself."""
        return self

    def __next__(self) -> bytes:
        """Give the next event, or a sign of life."""
        if self._sent is None:
            return f"retry: {MILLISECONDS_TO_RETRY}\n".encode() + self._write()
        left = self._until - time.monotonic()
        if self._is_closed or left <= 0 or self._watch.is_stopped or self._feed.is_over:
            raise StopIteration
        if self._watch.wait(self._feed, after=self._sent, seconds=min(HEARTBEAT, left)):
            return self._write()
        return b": \n\n"

    def close(self) -> None:
        """Give the place back; called by the server however the stream ends."""
        if not self._is_closed:
            self._is_closed = True
            self._watch.leave(self._feed.name, holder=self._holder)

    def __del__(self) -> None:
        # A server that never asked for the first event does not close it either.
        self.close()

    def _write(self) -> bytes:
        self._sent, text = self._feed.number, self._feed.text
        return f"data: {stamp(text)}\n\n".encode()


def stamp(text: str) -> str:
    """Put the server's clock beside a state (JSON), so that the screen can reckon with it whatever its own says."""
    return f'{{"now":{round(time.time() * 1000)},"state":{text}}}'


class LiveResponse(StreamingHttpResponse):
    """A stream of events. The handler closes the thread's database connection before it begins."""


def open_stream(*, name: str, pulse: str, holder: str, render: Render) -> HttpResponseBase:
    """Answer with a stream; 503 when there is no place left, and the screen then asks from time to time.

    Args:
        name: says what is shown, and in which language; all streams of one name show the same.
        pulse: the key of the pulse that tells of changes.
        holder: who looks, so that one person cannot take everybody's places.
        render: gives the state as JSON on one line. It is called in other threads and must close over no request.
    """
    feed = watch.join(name, pulse=pulse, render=render, holder=holder)
    if feed is None:
        return HttpResponse(status=503, headers={"Retry-After": "2", "Cache-Control": "no-store"})
    return LiveResponse(
        Stream(watch, feed, holder=holder),
        content_type="text/event-stream; charset=utf-8",
        # Proxies must pass each event on at once.
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def answer_state(text: str) -> HttpResponse:
    """Answer with the state once, for screens that get no stream."""
    return HttpResponse(stamp(text), content_type="application/json", headers={"Cache-Control": "no-store"})


watch: Final = Watch(read_pulses, limit=settings.STREAMS, let_go=connections.close_all)


def end_streams_on_stop(source: Watch = watch) -> None:
    """End the streams when the process is told to stop, or the server would wait for them. Called in the main thread.

    The server sets its own handlers of signals after this; the interpreter tells of each signal here all the same.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    ear, mouth = socket.socketpair()
    mouth.setblocking(False)
    signal.set_wakeup_fd(mouth.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=hear_signals, args=(ear, mouth, source), name="sciezka-stop", daemon=True).start()


def hear_signals(ear: socket.socket, _mouth: socket.socket, source: Watch) -> None:
    """Wait for a signal to stop. Holds the other end too, or it would be closed."""
    while heard := ear.recv(1):
        if heard[0] in {signal.SIGTERM, signal.SIGINT}:
            source.stop()
            return
