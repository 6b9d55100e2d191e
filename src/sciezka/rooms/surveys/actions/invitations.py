"""People invited by e-mail. The journal tells how many, never who; nothing here tells who has answered."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.surveys.actions.access import BEFORE_END
from sciezka.rooms.surveys.actions.queueing import SEND_LETTER, queue
from sciezka.rooms.surveys.actions.surveys import refuse_unless
from sciezka.rooms.surveys.models import Invitation, Phase, Survey
from sciezka.rooms.surveys.queries.clauses import list_languages
from sciezka.rooms.town.actions.trace import note

MOST_PEOPLE: Final = 20_000
MOST_REMINDERS: Final = 2
BETWEEN_REMINDERS: Final = dt.timedelta(days=1)
LONGEST_ADDRESS: Final = 254
BATCH: Final = 1000


@transaction.atomic
def add_invitations(*, actor: User | None, survey: Survey, rows: Iterable[tuple[str, str]]) -> int:
    """Put people on the list; whoever stands there already is passed over. Tell how many were added.

    Args:
        actor: who.
        survey: which one, not over.
        rows: e-mail and language; an empty language is the survey's own.
    """
    refuse_unless(survey, BEFORE_END)
    if survey.entry != Survey.Entry.LIST:
        raise ValidationError(_("This survey is not answered by invitation."), code="entry")
    languages = list_languages(survey)
    known = set(survey.invitations.values_list("email", flat=True))
    fresh: dict[str, str] = {}
    for email, language in rows:
        address = email.strip().lower()
        check_address(address)
        if address not in known and address not in fresh:
            fresh[address] = language if language in languages else languages[0]
    if len(known) + len(fresh) > MOST_PEOPLE:
        raise ValidationError(_("A list has at most %(most)s people.") % {"most": MOST_PEOPLE}, code="many")
    Invitation.objects.bulk_create(
        (Invitation(survey=survey, email=email, language=language) for email, language in fresh.items()), batch_size=BATCH
    )
    if fresh:
        note(actor=actor, verb="invitation.add", of=survey, after={"people": len(fresh)})
    return len(fresh)


def check_address(address: str) -> None:
    """Refuse what is no e-mail address, or is longer than one can be kept."""
    validate_email(address)
    if len(address) > LONGEST_ADDRESS:
        raise ValidationError(_("The e-mail address is too long."), code="long")


@transaction.atomic
def remove_invitation(*, actor: User | None, invitation: Invitation) -> None:
    """Take a person off the list; their link opens nothing any more. Whoever has answered stays counted."""
    refuse_unless(invitation.survey, BEFORE_END)
    note(actor=actor, verb="invitation.remove", of=invitation.survey, before={"people": 1})
    invitation.delete()


@transaction.atomic
def send_invitations(*, actor: User | None, survey: Survey) -> int:
    """Write to everybody on the list who was not written to; tell to how many. The worker sends the letters."""
    refuse_unless(survey, {Phase.OPEN})
    rows = list(survey.invitations.filter(is_used=False).filter(Q(sent_on=None) | ~Q(failure="")))
    if not rows:
        raise ValidationError(_("Everybody on the list has been written to."), code="nobody")
    today = timezone.localdate()
    Invitation.objects.filter(pk__in=[row.pk for row in rows]).update(sent_on=today, failure="")
    for row in rows:
        queue(SEND_LETTER, row.pk, "begin")
    note(actor=actor, verb="invitation.send", of=survey, after={"people": len(rows)})
    return len(rows)


@transaction.atomic
def remind_invited(*, actor: User | None, survey: Survey) -> None:
    """Write once more to those who have not answered, at most twice and not on the same day.

    It is not told to how many: with the list before and after a change of it, the number would tell who had answered.
    """
    refuse_unless(survey, {Phase.OPEN})
    if lack := say_no_reminder(survey):
        raise ValidationError(lack, code="reminder")
    rows = late_invitations(survey)
    numbers = list(rows.values_list("pk", flat=True))
    for number in numbers:
        queue(SEND_LETTER, number, "remind")
    # Written on every row of the list: a mark on some of them would tell who had answered by that day.
    survey.invitations.exclude(sent_on=None).update(reminded_on=timezone.localdate(), reminders=F("reminders") + 1)
    note(actor=actor, verb="invitation.remind", of=survey)


def say_no_reminder(survey: Survey) -> str:
    """Say why no reminder can go out now; nothing when it can."""
    sent = survey.invitations.exclude(sent_on=None)
    first = sent.order_by("-reminders").first()
    if first is None:
        return _("Nobody has been invited yet.")
    if first.reminders >= MOST_REMINDERS:
        return _("Two reminders have gone out; there are no more, so that nobody is pressed.")
    last = max(filter(None, (first.reminded_on, first.sent_on)))
    if timezone.localdate() - last < BETWEEN_REMINDERS:
        return _("The last letter went out today. Remind people tomorrow at the earliest.")
    return ""


def late_invitations(survey: Survey) -> QuerySet[Invitation]:
    """List invitations that were sent, arrived as far as is known, and are not used up."""
    return survey.invitations.filter(is_used=False, failure="").exclude(sent_on=None)
