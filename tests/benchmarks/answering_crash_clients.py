"""People who go on answering whatever happens to the server: ``answering_crash_clients PORT DOOR PEOPLE``, until told.

Whoever is cut off waits, opens the survey again with the cookie, and goes on with the page that is shown. That page must be
the one whose answers were on their way, or the one after it where these had been written. Ends when it reads a line. Prints
JSON: the keys of tickets that were thanked for, how often somebody was cut off, how often they went on where they were, and
what went otherwise.
"""

import asyncio
import json
import sys
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from tests.benchmarks.answering_clients import PAGE_FIELDS, PAGES, SEEN, THANKS, TICKET, Client, Tally


@dataclass
class Story:
    """What happened to all of them."""

    thanked: list[str] = field(default_factory=list)
    cut_off: int = 0
    went_on: int = 0
    odd: list[str] = field(default_factory=list)
    is_over: bool = False


class Stubborn:
    """One person who doesn't give up.

    Args:
        port: where the server is.
        path: of the pages of questions.
        story: what happened.
    """

    def __init__(self, port: int, path: str, story: Story) -> None:
        self.port, self.path, self.story = port, path, story
        self.client = Client(port, Tally())
        self.is_connected = False

    async def ask(self, method: str, body: bytes = b"") -> bytes:
        """Send a request over a connection that may have to be opened anew."""
        if not self.is_connected:
            await self.client.connect()
            self.is_connected = True
        return await self.client.ask(method, self.path, body)

    async def insist(self, wanted: set[int]) -> bytes:
        """Open the survey again until it is there, and look whether it is where it was left."""
        self.story.cut_off += 1
        while True:
            self.is_connected = False
            await asyncio.sleep(0.1)
            try:
                text = await self.ask("GET")
            except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                continue
            page = find_page(text)
            if page in wanted:
                self.story.went_on += 1
            else:
                self.story.odd.append(f"wanted {sorted(wanted)}, got {page}")
            return text

    async def answer(self) -> None:
        """Answer the whole survey."""
        try:
            text = await self.ask("GET")
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            # Nothing has been sent yet: a new person.
            await asyncio.sleep(0.1)
            return
        while (number := find_page(text)) <= PAGES:
            ticket = TICKET.search(text)[1].decode()  # type: ignore[index]
            body = f"ticket={quote(ticket)}&page=p{number}&lang=pl&seen={SEEN[number - 1]}&do=next&{PAGE_FIELDS[number - 1]}"
            try:
                text = await self.ask("POST", body.encode())
            except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                # A last page that was written without its thank-you says so when it is opened again.
                text = await self.insist({number, number + 1})
            if THANKS in text:
                self.story.thanked.append(unquote(ticket).split(".")[0])
        self.client.writer.close()


def find_page(text: bytes) -> int:
    """Tell which page is shown; one more than there are for the end."""
    mark = b'name="page" value="p'
    return int(text.split(mark, 1)[1][:1]) if mark in text else PAGES + 1


async def keep_on(port: int, path: str, story: Story) -> None:
    """Be one person after another."""
    while not story.is_over:
        await Stubborn(port, path, story).answer()


async def main(port: int, door: str, people: int) -> None:
    """Let people answer until somebody says stop."""
    story = Story()
    path = f"/ankieta/{door}/pytania/"
    running = [asyncio.create_task(keep_on(port, path, story)) for _ in range(people)]
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    story.is_over = True
    await asyncio.gather(*running)
    print(json.dumps({"thanked": story.thanked, "cut_off": story.cut_off, "went_on": story.went_on, "odd": story.odd}))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
