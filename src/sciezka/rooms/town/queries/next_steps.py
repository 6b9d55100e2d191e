"""What next: the state of a process turned into steps, the most urgent first, each with one thing to do."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.manifests import Ahead, all_manifests
from sciezka.rooms.town.models import Event, Membership, Process, Seat, Task, Team
from sciezka.rooms.town.queries.stages import StageState
from sciezka.rooms.town.queries.tasks import planned_tasks
from sciezka.rooms.town.queries.teams import WARNING_DAYS
from sciezka.rooms.town.rules import in_term

SOON_DAYS = 14
EVENT_DAYS = 30
SHOWN = 4
NAMED = 3
Urgency = Literal["late", "plan", "soon", "order"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: how urgent, what it is about, and the one thing to do about it."""

    urgency: Urgency
    icon: str
    title: str
    note: str = ""
    day: dt.date | None = None
    href: str
    action: str
    is_post: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """What the steps follow from: read once, in a fixed number of queries."""

    process: Process
    today: dt.date
    tasks: list[Task]
    events: list[Event]
    drafts: int
    teams: list[Team]
    memberships: list[Membership]
    seats: list[Seat]
    stages: list[StageState]
    powers: frozenset[str] = field(default_factory=frozenset)
    ahead: tuple[Ahead, ...] = ()

    def link(self, name: str, **more: str | int) -> str:
        """Give an address inside the process."""
        return reverse(f"town:{name}", kwargs={**self.process.address, **more})


def read_situation(
    process: Process,
    stages: list[StageState],
    powers: frozenset[str],
    user: Any = None,  # noqa: ANN401 - any kind of user, as the guards take
) -> Situation:
    """Read the state of a process for a person with some permissions; later rooms speak only to a known person."""
    today = timezone.localdate()
    month = today + dt.timedelta(days=WARNING_DAYS)
    ends = Q(until__isnull=False, until__lte=month)
    return Situation(
        process=process,
        today=today,
        tasks=list(planned_tasks(process).exclude(status=Task.Status.DONE).order_by("due_on", "pk")),
        events=list(
            process.events.filter(
                start__gte=today, start__lte=today + dt.timedelta(days=EVENT_DAYS), called_off_at__isnull=True
            ).order_by("start", "pk")
        ),
        drafts=process.events.filter(status=Event.Status.DRAFT).count(),
        teams=list(
            process.teams.annotate(members_now=Count("memberships", filter=in_term("memberships__"))).order_by("until")
        ),
        memberships=list(
            Membership.objects.filter(ends, until__gte=today, team__process=process)
            .select_related("team", "user")
            .order_by("until")
        ),
        seats=list(process.workspace.seats.filter(in_term()).select_related("user").order_by("until")),
        stages=stages,
        powers=powers,
        ahead=tuple(ask_rooms(process, user)) if user and process.ended_on is None else (),
    )


def ask_rooms(process: Process, user: Any) -> Iterator[Ahead]:  # noqa: ANN401 - any kind of user
    """Ask all rooms what is next; a step to begin something is left out where another leads on inside it."""
    said = [row for manifest in all_manifests() if manifest.ahead for row in import_string(manifest.ahead)(process, user)]
    for row in said:
        if not any(other.href != row.href and other.href.startswith(row.href) for other in said):
            yield row


def next_steps(situation: Situation) -> list[Step]:
    """List what to do next: what is late, then the plan's next step, what comes within weeks, what is to be put in order."""
    makers: tuple[Callable[[Situation], Iterable[Step]], ...] = (
        late_tasks,
        expired_teams,
        steps_of_rooms,
        ending_terms,
        coming_tasks,
        coming_events,
        waiting_drafts,
        unfinished_setup,
        empty_stages,
    )
    steps = [step for make in makers for step in make(situation)]
    rank = {"late": 0, "plan": 1, "soon": 2, "order": 3}
    return sorted(steps, key=lambda step: (rank[step.urgency], step.day or dt.date.max))


def late_tasks(at: Situation) -> Iterator[Step]:
    """Tasks whose due day has passed: the oldest few, the rest as one step."""
    late = [task for task in at.tasks if task.due_on < at.today]
    for task in late[:SHOWN]:
        yield Step(
            urgency="late", icon="circle-alert", title=task.title, note=say_owner(task), day=task.due_on,
            href=at.link("task", task=task.pk), action=_("Open the task"),
        )  # fmt: skip
    rest = len(late) - SHOWN
    if rest > 0:
        title = ngettext("and %(number)s more overdue task", "and %(number)s more overdue tasks", rest)
        yield Step(
            urgency="late", icon="circle-alert", title=title % {"number": rest},
            href=f"{at.link('board')}?late=1", action=_("Show all overdue"),
        )  # fmt: skip


def say_owner(task: Task) -> str:
    """Name who has a task."""
    owner = task.owner or task.team
    return str(owner) if owner else _("nobody has this task yet")


def expired_teams(at: Situation) -> Iterator[Step]:
    """Teams whose term is over while their work is not: nobody in them may do it any more."""
    if "town.manage_teams" not in at.powers:
        return
    for team in at.teams:
        number = sum(task.team_id == team.pk for task in at.tasks)
        if team.until and team.until < at.today and number:
            note = ngettext(
                "%(number)s task of the team is still open.", "%(number)s tasks of the team are still open.", number
            )
            yield Step(
                urgency="late", icon="users", title=_("The term of “%(team)s” has expired") % {"team": team}, day=team.until,
                note=note % {"number": number}, href=at.link("team_edit", team=team.slug), action=_("Extend the term"),
            )  # fmt: skip


def steps_of_rooms(at: Situation) -> Iterator[Step]:
    """What the later rooms say is next in the plan itself."""
    for row in at.ahead:
        yield Step(
            urgency="plan", icon=row.icon, title=str(row.title), note=str(row.note), href=row.href, action=str(row.action)
        )


def ending_terms(at: Situation) -> Iterator[Step]:
    """Terms of teams, memberships and seats that end within a month."""
    month = at.today + dt.timedelta(days=WARNING_DAYS)
    if "town.manage_teams" in at.powers:
        for team in at.teams:
            if team.until and at.today <= team.until <= month:
                yield Step(
                    urgency="soon", icon="users", title=_("The term of “%(team)s” is ending") % {"team": team},
                    day=team.until, note=_("Afterwards its members lose their rights."),
                    href=at.link("team_edit", team=team.slug), action=_("Extend the term"),
                )  # fmt: skip
        for row in at.memberships:
            yield Step(
                urgency="soon", icon="user-round", title=_("A membership is ending: %(person)s") % {"person": row.user},
                note=str(row.team), day=row.until, href=at.link("team", team=row.team.slug), action=_("Open the team"),
            )  # fmt: skip
    if "town.manage_seats" in at.powers:
        seats = reverse("town:seats", kwargs={"workspace": at.process.workspace.slug})
        for seat in at.seats:
            if seat.until and seat.until <= month:
                title = _("A seat is ending: %(person)s (%(role)s)")
                yield Step(
                    urgency="soon", icon="user-round", title=title % {"person": seat.user, "role": seat.get_role_display()},
                    day=seat.until, href=seats, action=_("Open the list of people"),
                )  # fmt: skip


def coming_tasks(at: Situation) -> Iterator[Step]:
    """Tasks due within two weeks: the nearest few, the rest as one step."""
    end = at.today + dt.timedelta(days=SOON_DAYS)
    soon = [task for task in at.tasks if at.today <= task.due_on <= end]
    for task in soon[:SHOWN]:
        yield Step(
            urgency="soon", icon="clipboard-list", title=task.title, note=say_owner(task), day=task.due_on,
            href=at.link("task", task=task.pk), action=_("Open the task"),
        )  # fmt: skip
    rest = len(soon) - SHOWN
    if rest > 0:
        title = ngettext("and %(number)s more task due soon", "and %(number)s more tasks due soon", rest)
        yield Step(
            urgency="soon", icon="clipboard-list", title=title % {"number": rest}, day=end,
            href=at.link("board"), action=_("Open the board"),
        )  # fmt: skip


def coming_events(at: Situation) -> Iterator[Step]:
    """What the Kalendarium announces for the coming month."""
    for event in at.events[:SHOWN]:
        is_draft = not event.is_published
        yield Step(
            urgency="soon", icon="calendar-days", title=event.title, day=event.start,
            note=_("a draft that residents do not see yet") if is_draft else event.get_kind_display(),
            href=at.link("event_office", event=event.pk), action=_("Open the entry"),
        )  # fmt: skip


def waiting_drafts(at: Situation) -> Iterator[Step]:
    """Drafts that only a co-ordinator can publish."""
    if at.drafts and "town.publish_event" in at.powers:
        title = ngettext("%(number)s draft waits for publication", "%(number)s drafts wait for publication", at.drafts)
        yield Step(
            urgency="soon", icon="send", title=title % {"number": at.drafts},
            href=f"{at.link('events')}?status=draft", action=_("Review the drafts"),
        )  # fmt: skip


def unfinished_setup(at: Situation) -> Iterator[Step]:
    """What a new process still lacks."""
    if "town.edit_process" not in at.powers:
        return
    if not at.process.summary:
        yield Step(
            urgency="order", icon="pencil", title=_("Residents do not know yet what the process is for"),
            note=_("A few sentences are enough."), href=at.link("process_settings"), action=_("Describe the process"),
        )  # fmt: skip
    if not any(seat.act_id for seat in at.seats if seat.role == Seat.Role.COORDINATOR):
        yield Step(
            urgency="order", icon="gavel", title=_("No legal act stands behind the co-ordinator's rights"),
            note=_("The journal cites the act that a right rests on."),
            href=reverse("town:seats", kwargs={"workspace": at.process.workspace.slug}), action=_("Name the act"),
        )  # fmt: skip
    empty = [team for team in at.teams if not team.members_now and (team.until is None or team.until >= at.today)]  # type: ignore[attr-defined]
    if empty:
        title = ngettext("%(number)s team has no members", "%(number)s teams have no members", len(empty))
        yield Step(
            urgency="order", icon="users", title=title % {"number": len(empty)},
            note=name_some(empty),
            href=at.link("team", team=empty[0].slug) if len(empty) == 1 else at.link("teams"), action=_("Appoint members"),
        )  # fmt: skip
    if not at.process.is_published:
        yield Step(
            urgency="order", icon="globe", title=_("Residents do not see the process yet"),
            note=_("Publishing shows its page and its published entries."),
            href=at.link("process_publish"), action=_("Publish the process"), is_post=True,
        )  # fmt: skip


def name_some(teams: list[Team]) -> str:
    """Name the first few teams, and say that there are others."""
    named = ", ".join(str(team) for team in teams[:NAMED])
    return _("%(names)s and others") % {"names": named} if len(teams) > NAMED else named


def empty_stages(at: Situation) -> Iterator[Step]:
    """Stages of the programme for which nothing is planned and nothing was done."""
    if "town.plan_tasks" not in at.powers:
        return
    for state in at.stages:
        if state.facts is None and state.state != "done":
            yield Step(
                urgency="order", icon="circle-dashed",
                title=_("Nothing is planned in stage %(number)s: %(stage)s")
                % {"number": state.stage.number, "stage": state.stage.name},
                href=f"{at.link('task_new')}?stage={state.stage.pk}", action=_("Plan a task"),
            )  # fmt: skip
