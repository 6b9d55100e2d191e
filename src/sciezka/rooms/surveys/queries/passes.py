"""Personal passes: made of an invitation and the survey's salt, never stored.

A pass is the invitation's number and a tag, ``HMAC-SHA-256(secret key of the instance, salt of the survey)`` over both
numbers. So a reminder repeats the letter's pass, nobody who only reads the database can make one, and once the salt is
destroyed none can be made or checked again.
"""

import hmac
import re
from typing import Final

from django.utils.crypto import salted_hmac

from sciezka.rooms.surveys.models import Invitation, Survey

# 100 bits: a guess a microsecond would take longer than the sun lasts.
TAG_SIGNS: Final = 25
_PASS: Final = re.compile(rf"(?P<number>[1-9][0-9]{{0,17}})-(?P<tag>[0-9a-f]{{{TAG_SIGNS}}})", re.ASCII)


def make_pass(invitation: Invitation) -> str:
    """Make the pass that opens the survey to whom the invitation went; empty once the salt is destroyed."""
    survey = invitation.survey
    return f"{invitation.pk}-{_tag(survey, invitation.pk)}" if survey.salt else ""


def read_pass(survey: Survey, text: str) -> Invitation | None:
    """Find the invitation of a pass, used up or not; None for what was never given out for this survey."""
    found = _PASS.fullmatch(text)
    if found is None or not survey.salt:
        return None
    number = int(found["number"])
    # Compared before the database is asked, so that the time of an answer tells nothing of who is on the list.
    if not hmac.compare_digest(found["tag"], _tag(survey, number)):
        return None
    return survey.invitations.filter(pk=number).first()


def _tag(survey: Survey, number: int) -> str:
    return salted_hmac(f"surveys.pass.{survey.salt}", f"{survey.pk}.{number}", algorithm="sha256").hexdigest()[:TAG_SIGNS]
