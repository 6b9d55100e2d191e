"""Who is asked, and the letters to them.

The journal never names participants: it tells how many were added, reminded or written to.
"""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.kit.journal import entries_of
from sciezka.kit.models import JournalEntry
from sciezka.rooms.people.models import User
from sciezka.rooms.people.queries import active_people
from sciezka.rooms.rounds.actions.queueing import SEND_LETTER, queue
from sciezka.rooms.rounds.models import Participant, Phase, Round
from sciezka.rooms.rounds.models.rounds import ASKING, OVER, make_salt
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.rules import in_term

BETWEEN_REMINDERS = dt.timedelta(hours=1)
MOST_PEOPLE = 2000
LONGEST_ADDRESS = 254


@transaction.atomic
def add_people(*, actor: User | None, round: Round, rows: Iterable[tuple[str, str]]) -> int:  # noqa: A002
    """Add people by name and e-mail; whoever is asked already is passed over. Tell how many were added.

    Whoever joins a round under way gets the letter at once.
    """
    refuse_when_over(round)
    known = {row.email.lower(): row for row in round.participants.exclude(email="")}
    accounts = {
        row.user.email.lower() for row in round.participants.select_related("user") if row.user and not row.removed_at
    }
    added: list[Participant] = []
    for name, email in rows:
        address = email.strip().lower()
        check_address(address)
        if address in accounts:
            continue
        row = known.get(address)
        if row is None:
            row = known[address] = Participant(round=round, email=address)
        elif row.removed_at is None:
            continue
        row.name, row.removed_at = " ".join(name.split())[:160], None
        row.save()
        added.append(row)
    if round.participants.filter(removed_at=None).count() > MOST_PEOPLE:
        raise ValidationError(_("A round asks at most %(most)s people.") % {"most": MOST_PEOPLE}, code="many")
    return end_adding(actor, round, added)


def check_address(address: str) -> None:
    """Refuse what is no e-mail address, or is longer than one can be kept."""
    validate_email(address)
    if len(address) > LONGEST_ADDRESS:
        raise ValidationError(_("The e-mail address is too long."), code="long")


@transaction.atomic
def sync_team(*, actor: User | None, round: Round) -> int:  # noqa: A002
    """Ask whoever belongs to the team today and is not asked yet; nobody is taken off. Tell how many were added."""
    refuse_when_over(round)
    added = [Participant.objects.create(round=round, user=user) for user in find_new_members(round)]
    return end_adding(actor, round, added)


def find_new_members(round_: Round) -> QuerySet[User]:
    """List today's members of the team who can sign in and were never asked in the round."""
    if round_.audience != Round.Audience.TEAM or round_.team is None:
        return User.objects.none()
    members = round_.team.memberships.filter(in_term()).values("user_id")
    asked = round_.participants.filter(user__isnull=False).values("user_id")
    return active_people().filter(pk__in=members).exclude(pk__in=asked).order_by("name", "email", "pk")


def end_adding(actor: User | None, round_: Round, added: list[Participant]) -> int:
    """Note how many people were added and write to them when the round is under way."""
    if added and (round_.launched_at or actor):
        note(actor=actor, verb="participant.add", of=round_, after={"people": len(added)})
    if round_.phase in ASKING:
        for row in added:
            queue(SEND_LETTER, row.pk, "begin")
    return len(added)


@transaction.atomic
def remove_participant(*, actor: User | None, participant: Participant) -> None:
    """Take a person off a round: forgotten wholly before the launch, kept with what they answered after it."""
    round_ = participant.round
    refuse_when_over(round_)
    note(actor=actor, verb="participant.remove", of=round_, before={"people": 1})
    if round_.launched_at is None:
        participant.delete()
        return
    participant.removed_at = timezone.now()
    participant.save(update_fields=["removed_at"])


@transaction.atomic
def bring_back_participant(*, actor: User | None, participant: Participant) -> None:
    """Ask a person again who was taken off."""
    refuse_when_over(participant.round)
    participant.removed_at = None
    participant.save(update_fields=["removed_at"])
    note(actor=actor, verb="participant.add", of=participant.round, after={"people": 1})


@transaction.atomic
def remind(*, actor: User | None, round: Round) -> int:  # noqa: A002
    """Write to those who have not finished; tell to how many. Without an actor the clock does it.

    Raises:
        ValidationError: nobody is asked now, or the last reminder went out less than an hour ago.
    """
    held = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    if held.phase not in ASKING:
        raise ValidationError(_("Nobody is asked now, so nobody can be reminded."), code="phase")
    last = last_reminder(held)
    if actor is not None and last and timezone.now() - last.at < BETWEEN_REMINDERS:
        raise ValidationError(_("The last reminder went out less than an hour ago."), code="soon")
    rows = list(late_people(held))
    for row in rows:
        queue(SEND_LETTER, row.pk, "remind")
    if not held.is_anonymous:
        # In an anonymous round this moment would tell who had not finished by then.
        Participant.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=timezone.now())
    # Nor may their number be set beside the one before: somebody may have been taken off between the two.
    note(actor=actor, verb="round.remind", of=held, after={} if held.is_anonymous else {"people": len(rows)})
    return len(rows)


@transaction.atomic
def announce(*, round: Round, phase: Phase) -> int:  # noqa: A002
    """Write to everybody that the round asks them now, once for each phase; tell to how many."""
    held = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    if held.phase != phase or phase not in ASKING:
        return 0
    if any(entry.after.get("phase") == phase for entry in entries_of(held).filter(verb="round.announce")):
        return 0
    rows = list(reachable_people(held))
    for row in rows:
        queue(SEND_LETTER, row.pk, "begin")
    note(actor=None, verb="round.announce", of=held, after={"phase": str(phase), "people": len(rows)})
    return len(rows)


@transaction.atomic
def change_entry_word(*, actor: User | None, round: Round) -> Round:  # noqa: A002
    """Make the open link anew; the old one stops working, and whoever came by it stays."""
    refuse_when_over(round)
    round.entry_word = make_salt()
    round.save(update_fields=["entry_word"])
    note(actor=actor, verb="link.change", of=round)
    return round


def copy_people(source: Round, target: Round) -> None:
    """Ask in one round those who are asked in another."""
    Participant.objects.bulk_create(
        Participant(round=target, user_id=row.user_id, name=row.name, email=row.email)
        for row in source.participants.filter(removed_at=None)
    )


def reachable_people(round_: Round) -> QuerySet[Participant]:
    """List those who are asked and can be written to."""
    rows = round_.participants.filter(removed_at=None).select_related("user")
    return rows.exclude(user__isnull=True, email="").exclude(user__is_active=False)


def late_people(round_: Round) -> QuerySet[Participant]:
    """List those who can be written to and have not finished."""
    return reachable_people(round_).filter(has_finished=False)


def last_reminder(round_: Round) -> JournalEntry | None:
    """Find when the last reminder went out, whoever sent it."""
    return entries_of(round_).filter(verb="round.remind").order_by("-at").first()


def refuse_when_over(round_: Round) -> None:
    """Refuse a change of people once a round is over."""
    phase = Round.objects.select_for_update(no_key=True).get(pk=round_.pk).phase
    if phase in OVER:
        said = _("People can't be changed any more: the round is %(phase)s.") % {"phase": phase.label}
        raise ValidationError(said, code="phase")
