"""People who answer a survey, as lean clients in one process: ``answering_clients PORT DOOR PEOPLE THINK SECONDS``.

Each is a new client with a connection and cookies of its own, who opens the first page, reads the ticket out of its form
(which is what the server knows a form of its own by) and sends five pages. Prints JSON: times of requests in milliseconds by
page, how many thank-yous came, how long it took, and what of the processor the clients took themselves.
"""

import asyncio
import json
import random
import re
import sys
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

HOST: Final = "127.0.0.1"
TICKET: Final = re.compile(rb'name="ticket" value="([^"]+)"')
THANKS: Final = b'class="done"'
PAGES: Final = 5
PAGE_FIELDS: Final = (
    "p1q1=a&p1q2=b&p1q3=c&p1q4=a&p1q5=b",
    "p2q1=a&p2q1=b&p2q2=c&p2q3=4&p2q4=W+mie%C5%9Bcie+potrzeba+wi%C4%99cej+zieleni.&p2q5=a",
    "p3q1.r1=a&p3q1.r2=b&p3q1.r3=c&p3q1.r4=d&p3q1.r5=e&p3q2=a&p3q3=b&p3q4=c&p3q5=a",
    "p4q1=9&p4q2=1980&p4q3=a&p4q3=c&p4q4=b&p4q5=Bez+uwag",
    "p5q1.r1=1&p5q1.r2=7&p5q1.r3=4&p5q2=a&p5q3=b&p5q4=c&p5q5=D%C5%82u%C5%BCsza+wypowied%C5%BA+o+mie%C5%9Bcie.",
)
SEEN: Final = tuple("+".join(f"p{page}q{number}" for number in range(1, 6)) for page in range(1, PAGES + 1))


@dataclass
class Tally:
    """What happened to all of them."""

    times: list[list[float]] = field(default_factory=lambda: [[] for _ in range(PAGES + 1)])
    done: int = 0
    failures: list[str] = field(default_factory=list)


class Client:
    """One person's connection, with a cookie."""

    def __init__(self, port: int, tally: Tally) -> None:
        self.port, self.tally, self.cookie, self.asked = port, tally, b"", 0

    async def connect(self) -> None:
        """Open the connection."""
        self.reader, self.writer = await asyncio.open_connection(HOST, self.port)

    async def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """Send a request, read the whole answer, and take the time."""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\nAccept-Language: pl\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        ).encode()
        cookie = b"Cookie: " + self.cookie + b"\r\n" if self.cookie else b""
        started = time.perf_counter()
        self.writer.write(head + cookie + b"\r\n" + body)
        answer = await self.reader.readuntil(b"\r\n\r\n")
        length = int(re.search(rb"(?i)content-length: (\d+)", answer)[1])  # type: ignore[index]
        text = await self.reader.readexactly(length)
        self.tally.times[min(self.asked, PAGES)].append((time.perf_counter() - started) * 1000)
        self.asked += 1
        if not answer.startswith(b"HTTP/1.1 200"):
            raise ConnectionError(answer[:40].decode() + text[:200].decode(errors="replace"))
        for cookie_set in re.findall(rb"(?i)set-cookie: ([^;]+);", answer):
            self.cookie = cookie_set
        return text

    def close(self) -> None:
        """Close the connection."""
        self.writer.close()


async def answer_once(port: int, path: str, tally: Tally, think: float) -> None:
    """Answer the whole survey as a new person."""
    client = Client(port, tally)
    await client.connect()
    try:
        text = await client.ask("GET", path)
        for number in range(PAGES):
            if think:
                await asyncio.sleep(think)
            ticket = quote(TICKET.search(text)[1].decode())  # type: ignore[index]
            body = f"ticket={ticket}&page=p{number + 1}&lang=pl&seen={SEEN[number]}&do=next&website=&{PAGE_FIELDS[number]}"
            text = await client.ask("POST", path, body.encode())
        if THANKS in text:
            tally.done += 1
        else:
            tally.failures.append("no thank-you")
    except (OSError, asyncio.IncompleteReadError, TypeError) as problem:
        tally.failures.append(repr(problem)[:300])
    finally:
        client.close()


async def keep_answering(port: int, path: str, tally: Tally, think: float, until: float) -> None:
    """Be one person after another."""
    await asyncio.sleep(random.random() * (think or 0.02))  # noqa: S311 - people don't come in step
    while time.monotonic() < until:
        await answer_once(port, path, tally, think)


async def main(port: int, door: str, people: int, think: float, seconds: float) -> None:
    """Let so many people answer for so long, warmed up first."""
    path = f"/ankieta/{door}/pytania/"
    warm = Tally()
    await asyncio.gather(*(answer_once(port, path, warm, 0) for _ in range(min(people, 20))))
    tally = Tally()
    started, busy = time.monotonic(), time.process_time()
    until = started + seconds
    await asyncio.gather(*(keep_answering(port, path, tally, think, until) for _ in range(people)))
    took = time.monotonic() - started
    said = {"times": tally.times, "done": tally.done, "warm": warm.done, "failures": warm.failures + tally.failures}
    print(json.dumps({**said, "took": took, "busy": time.process_time() - busy}))


if __name__ == "__main__":
    words = sys.argv
    asyncio.run(main(int(words[1]), words[2], int(words[3]), float(words[4]), float(words[5])))
