"""Letters of a round: one person each, in their own language, with nobody else's address in them."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation

from sciezka.kit import letters
from sciezka.rooms.rounds.models import Participant, Phase
from sciezka.rooms.rounds.queries.moments import say_moment
from sciezka.rooms.rounds.queries.sheets import key_of


def write_letter(person: Participant, *, kind: str) -> EmailMessage | None:
    """Write a letter to one participant; None when there is no address.

    Args:
        person: whom; its round with process and workspace is read.
        kind: ``begin`` or ``remind``.
    """
    address = person.user.email if person.user else person.email
    if not address:
        return None
    round_ = person.round
    workspace = round_.process.workspace
    collects = round_.phase == Phase.COLLECTING
    language = person.user.language if person.user else workspace.language
    with translation.override(language):
        words = {
            "round": round_,
            "process": round_.process,
            "collects": collects,
            "reminds": kind == "remind",
            "end": say_moment(round_.collects_until if collects else round_.closes_at),
            "address": name_address(person),
            "needs_account": person.user is not None,
        }
    return letters.write_letter("rounds/mail/letter", words, to=address, language=language, replies_to=workspace.contact)


def name_address(person: Participant) -> str:
    """Give the address at which a person answers: in the office for an account, their own for anybody else."""
    if person.user is not None:
        return f"{settings.BASE_URL}{person.round.get_absolute_url()}"
    return f"{settings.BASE_URL}{reverse('rounds:key_answer', kwargs={'key': key_of(person)})}"
