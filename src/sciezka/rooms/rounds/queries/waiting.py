"""What waits in rounds for a person, on the desk where all their processes meet.

A person is told of their own part alone. Who runs a round is told what to do with it, and nothing of who has answered.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.guards import may
from sciezka.kit.manifests import Waiting, all_manifests
from sciezka.rooms.rounds.models import AgreedResult, Answer, Item, Meeting, Participant, Phase, Round
from sciezka.rooms.rounds.models.rounds import ASKING
from sciezka.rooms.rounds.rules import part_of, remember_parts
from sciezka.rooms.town.models import Process

FRESH: Final = dt.timedelta(days=90)
"""So long after its end a result waits for agreement; later the medians stand, and nobody is urged."""


def list_waiting(user: Any, processes: Sequence[Process]) -> list[Waiting]:  # noqa: ANN401 - a person
    """List for a person's desk the rounds that ask them, and what is to be done in those that they run.

    Two queries, however many the processes and the rounds are.
    """
    entered = {process.pk: process for process in processes if may(user, "rounds.list", process)}
    run = [process for process in entered.values() if may(user, "rounds.manage", process)]
    now = timezone.now()
    rounds = list(find_live(user, list(entered), [process.pk for process in run], now))
    for row in rounds:
        row.process = entered[row.process_id]
    remember_parts(user, rounds)
    others = (manifest for manifest in all_manifests() if manifest.waits and manifest.key != "rounds")
    told = {purpose.key for manifest in others for purpose in manifest.asks}
    results: dict[int, list[Round]] = {process.pk: [] for process in run}
    lines: list[Waiting] = []
    for row in rounds:
        if row.process_id in results and row.purpose not in told and waits_for_agreement(row, now):
            results[row.process_id].append(row)
        else:
            lines += tell_round(user, row, now, told)
    return [*(tell_results(process, results[process.pk]) for process in run if results[process.pk]), *lines]


def find_live(user: Any, entered: list[int], run: list[int], now: dt.datetime) -> QuerySet[Round]:  # noqa: ANN401
    """List the rounds that may wait for a person: those that ask them now, and those that they run; drafts last.

    Of the ones that they run, a closed one only while it is fresh; ``is_agreed`` tells whether a meeting agreed anything of
    it, ``is_answered`` whether there is anything to agree, ``meeting`` which meeting goes on.
    """
    given = Answer.objects.filter(Q(value__isnull=False) | ~Q(special=""), sheet__round=OuterRef("pk"), fate="current")
    items = Item.objects.filter(round=OuterRef("pk")).order_by().values("round").annotate(number=Count("pk"))
    part = Participant.objects.filter(round=OuterRef("pk"), user=user.pk, removed_at=None)
    asked = Q(Exists(part), process__in=entered, launched_at__isnull=False)
    # Proposals that nobody has sorted keep a round going, whatever its end says.
    goes_on = ~Q(closes_at__lte=now) | Q(collects=True, settled_at__isnull=True)
    rows = Round.objects.filter((asked & goes_on) | (Q(process__in=run) & (goes_on | Q(closes_at__gt=now - FRESH))))
    return (
        rows.filter(called_off_at__isnull=True)
        .order_by(F("launched_at").desc(nulls_last=True), "-pk")
        .annotate(
            item_count=Coalesce(Subquery(items.values("number")), 0),
            is_agreed=Exists(AgreedResult.objects.filter(round=OuterRef("pk"))),
            is_answered=Exists(given),
            is_followed=Exists(Round.objects.filter(previous=OuterRef("pk"), launched_at__isnull=False)),
            meeting=Subquery(Meeting.objects.filter(round=OuterRef("pk"), ended_at=None).order_by().values("pk")[:1]),
        )
    )


def tell_round(user: Any, row: Any, now: dt.datetime, told: set[str]) -> Iterator[Waiting]:  # noqa: ANN401
    """Say what waits for a person in one round: their answer, and what they are to do as who runs it.

    Args:
        user: the person.
        row: a round as ``find_live`` gives it.
        now: the moment.
        told: purposes of which another room tells who runs them.
    """
    phase = row.phase_at(now)
    if phase in ASKING and may(user, "rounds.answer", row):
        part = part_of(user, row)
        if part is not None and not part.has_finished:
            yield ask_answer(row, phase, has_begun=part.has_started)
    if row.purpose not in told and may(user, "rounds.manage", row) and (said := tell_running(row, phase)):
        note, name, words, icon = said
        yield make_line(row, note, reverse(f"rounds:{name}", kwargs={**row.address, **words}), icon)


def ask_answer(row: Any, phase: Phase, *, has_begun: bool) -> Waiting:  # noqa: ANN401 - a round as ``find_live`` gives it
    """Ask for what a person has not finished: proposals while they are collected, else answers."""
    if phase == Phase.COLLECTING:
        return make_line(
            row, _("Propose what the round is to ask about."), reverse("rounds:propose", kwargs=row.address), "plus",
            row.collects_until,
        )  # fmt: skip
    if has_begun:
        note = _("Your answers are not finished.")
    else:
        count = row.item_count
        note = ngettext("%(count)s item waits for your answer.", "%(count)s items wait for your answer.", count)
        note %= {"count": count}
    return make_line(row, note, reverse("rounds:answer", kwargs=row.address), "pencil", row.closes_at)


def tell_running(row: Any, phase: Phase) -> tuple[str, str, dict[str, Any], str] | None:  # noqa: ANN401
    """Say what is to be done in a round by who runs it, the page, more words of its address, and an icon."""
    if phase == Phase.DRAFT:
        return _("The round is being prepared. Go through its steps and launch it."), "round", {}, "pencil"
    if phase == Phase.SORTING:
        return _("Collecting is over. Sort the proposals, and answering can begin."), "sorting", {}, "list-checks"
    if phase == Phase.CLOSED and row.meeting:
        return _("The meeting about it has not been ended."), "meeting", {"meeting": row.meeting}, "presentation"
    return None


def waits_for_agreement(row: Any, now: dt.datetime) -> bool:  # noqa: ANN401 - a round as ``find_live`` gives it
    """Tell whether a round is over, was answered, and nothing of it has been agreed; a later wave takes its place."""
    is_settled = row.is_agreed or row.is_followed or row.meeting
    return row.phase_at(now) == Phase.CLOSED and row.is_answered and not is_settled


def tell_results(process: Process, rounds: Sequence[Round]) -> Waiting:
    """Say of which results nothing has been agreed: of one by its name, of more in one line."""
    if len(rounds) == 1:
        (row,) = rounds
        note = _("Answering is over, and nothing has been agreed yet.")
        return make_line(row, note, reverse("rounds:result", kwargs=row.address), "users")
    note = ngettext(
        "%(count)s round is over, and nothing has been agreed about it yet.",
        "%(count)s rounds are over, and nothing has been agreed about them yet.",
        len(rounds),
    ) % {"count": len(rounds)}
    href = reverse("rounds:rounds", kwargs=process.address)
    return Waiting(process=process.pk, title=_("Results of rounds"), note=note, href=href, icon="users")


def make_line(row: Round, note: str, href: str, icon: str, until: dt.datetime | None = None) -> Waiting:
    """Make a line of the desk."""
    title = _("Round: %(round)s") % {"round": row.title}
    return Waiting(process=row.process_id, title=title, note=note, href=href, icon=icon, until=until)
