"""Tickets: what a browser holds of an answer that is being given, signed, so that nobody can make one up.

A ticket names the response by a key that was drawn at the first page and the way by which its holder came in. It lies in the
form of each page and, where the browser keeps one, in a cookie of the survey's own address. The database knows only a digest
of the key: who reads it can neither open anyone's answers nor tell whose they are.

A POST is believed by its ticket alone. Nothing that a browser sends by itself opens anything, so a page of another site can
at most send an answer of its own making, which it could do anyway; such posts are refused all the same (``views``).
"""

import hashlib
import re
import secrets
import time
from dataclasses import dataclass
from typing import Final

from django.core.signing import BadSignature, Signer

from sciezka.rooms.surveys.models import Response, Survey

COOKIE: Final = "ankieta"
COOKIE_DAYS: Final = 90
DONE: Final = "done"
"""In place of the key, once the answer has been sent: the device no longer holds a key, only that it has answered."""
LONGEST: Final = 400
_FORM: Final = re.compile(r"[A-Za-z0-9_-]{4,40}\.[a-z]{1,6}\.[A-Za-z0-9_-]{0,60}\.[0-9]{1,12}")

WAYS: Final = frozenset(set(Response.Channel) - {Response.Channel.PAPER, Response.Channel.IMPORT})


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who answers, without saying who.

    Attributes:
        key: names the response.
        way: by which way its holder came.
        by: the number of the class code, or the personal pass.
        begun: when the first page was opened, in seconds; it lies with its holder only.
    """

    key: str
    way: str
    by: str = ""
    begun: int = 0

    @property
    def digest(self) -> str:
        """What the database knows of the key."""
        return hashlib.sha256(self.key.encode()).hexdigest()

    @property
    def seed(self) -> str:
        """By which orders are drawn for this person."""
        return self.digest[:16]

    @property
    def is_done(self) -> bool:
        """Tell whether it only says that this device has answered."""
        return self.key == DONE

    @property
    def keeps_cookie(self) -> bool:
        """Tell whether its holder's device may remember it: not one in a hall, not a frame in another site."""
        return self.way not in {Response.Channel.KIOSK, Response.Channel.EMBED}


def issue_ticket(way: str, by: str = "") -> Ticket:
    """Draw a new ticket."""
    return Ticket(secrets.token_urlsafe(18), str(way), by, int(time.time()))


def write_ticket(survey: Survey, ticket: Ticket) -> str:
    """Write a ticket, signed for this survey alone."""
    return _find_signer(survey).sign(f"{ticket.key}.{ticket.way}.{ticket.by}.{ticket.begun}")


def read_ticket(survey: Survey, text: str) -> Ticket | None:
    """Read a ticket; None where it was not written here for this survey."""
    if not text or len(text) > LONGEST or not text.isascii():
        return None
    try:
        said = _find_signer(survey).unsign(text)
    except BadSignature:
        return None
    if not _FORM.fullmatch(said):
        return None
    key, way, by, begun = said.split(".")
    return Ticket(key, way, by, int(begun)) if way in WAYS else None


def _find_signer(survey: Survey) -> Signer:
    return Signer(salt=f"surveys.ticket.{survey.pk}")
