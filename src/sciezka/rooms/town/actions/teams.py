"""Establishing teams, appointing their members, and keeping the legal acts they rest on."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from sciezka.kit.journal import take_snapshot
from sciezka.kit.uploads import CheckedUpload
from sciezka.rooms.people.actions import find_or_invite
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.changes import apply_changes, make_free_slug
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import LegalAct, Membership, Process, Team, Workspace
from sciezka.rooms.town.models.teams import RESERVED_TEAM_SLUGS

TEAM_FIELDS = ("name", "kind", "task", "composition", "rights", "act", "since", "until", "is_public")
MEMBERSHIP_FIELDS = ("user", "function", "since", "until")
ACT_FIELDS = ("kind", "number", "date", "title", "issuer", "url", "file_name", "note", "is_public")


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamValues:
    """What is said about a team. The composition names positions, not people."""

    name: str
    kind: str = Team.Kind.TEAM
    task: str = ""
    composition: str = ""
    rights: str = Team.Rights.CONTRIBUTE
    act: LegalAct | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    is_public: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ActValues:
    """What is said about a legal act."""

    date: dt.date
    title: str
    kind: str = LegalAct.Kind.ORDER
    number: str = ""
    issuer: str = ""
    url: str = ""
    note: str = ""
    is_public: bool = True


def list_team_values(process: Process, values: TeamValues) -> dict[str, Any]:
    """Give a team's field values.

    Raises:
        ValidationError: when the act belongs to another workspace.
    """
    if values.act is not None and values.act.workspace_id != process.workspace_id:
        raise ValidationError(_("The act must belong to this workspace."), code="foreign")
    return {name: getattr(values, name) for name in TEAM_FIELDS}


@transaction.atomic
def establish_team(*, actor: User | None, process: Process, values: TeamValues, slug: str = "") -> Team:
    """Establish a team; its address is made from its name unless one is given."""
    taken = {*process.teams.values_list("slug", flat=True), *RESERVED_TEAM_SLUGS}
    team = Team(process=process, slug=make_free_slug(slug or values.name, taken=taken, fallback="zespol"))
    for name, value in list_team_values(process, values).items():
        setattr(team, name, value)
    team.save()
    note(actor=actor, verb="team.establish", of=team, after={k: v for k, v in take_snapshot(team, TEAM_FIELDS).items() if v})
    return team


@transaction.atomic
def edit_team(*, actor: User | None, team: Team, values: TeamValues) -> Team:
    """Change a team's task, composition, act, term or rights."""
    apply_changes(actor=actor, verb="team.edit", of=team, values=list_team_values(team.process, values))
    return team


@transaction.atomic
def appoint_member(
    *, actor: User | None, team: Team, email: str, function: str, since: dt.date, until: dt.date | None = None
) -> tuple[Membership, bool]:
    """Appoint a person by e-mail address; whoever has no account is invited. Tell whether an invitation went out.

    Raises:
        ValidationError: when the person already belongs to the team in that time.
    """
    home = reverse("town:process_office", kwargs=team.process.address)
    workspace = team.process.workspace
    purpose = f"{team.name}, {workspace.name}"
    user, invitation = find_or_invite(actor=actor, email=email, language=workspace.language, next_url=home, purpose=purpose)
    overlapping = team.memberships.filter(Q(until__isnull=True) | Q(until__gte=since), user=user)
    if until:
        overlapping = overlapping.filter(since__lte=until)
    if overlapping.exists():
        raise ValidationError(_("This person already belongs to the team at that time."), code="twice")
    membership = Membership.objects.create(team=team, user=user, function=function, since=since, until=until)
    note(actor=actor, verb="membership.appoint", of=membership, after=take_snapshot(membership, MEMBERSHIP_FIELDS))
    return membership, invitation is not None


@transaction.atomic
def end_membership(*, actor: User | None, membership: Membership, last_day: dt.date) -> Membership:
    """Set the last day of a membership; the row stays, as history.

    A last day before the first cancels an appointment made by mistake: it then never covers a day with rights.
    """
    values = {"until": last_day}
    if last_day < membership.since:
        values["since"] = last_day
    apply_changes(actor=actor, verb="membership.end", of=membership, values=values)
    return membership


@transaction.atomic
def record_act(*, actor: User | None, workspace: Workspace, values: ActValues, file: "File[Any] | None" = None) -> LegalAct:
    """Add a legal act, with its file if there is one (an upload that the form has checked)."""
    act = LegalAct(workspace=workspace, **asdict(values))
    keep_file(act, file)
    act.save()
    note(actor=actor, verb="act.record", of=act, after={k: v for k, v in take_snapshot(act, ACT_FIELDS).items() if v})
    return act


@transaction.atomic
def edit_act(*, actor: User | None, act: LegalAct, values: ActValues, file: "File[Any] | None" = None) -> LegalAct:
    """Change a legal act. A new file takes the place of the old one, which stays on disk as evidence."""
    apply_changes(actor=actor, verb="act.edit", of=act, values=asdict(values))
    if file is not None:
        before = act.file_name
        keep_file(act, file)
        act.save(update_fields=["file", "file_name"])
        note(actor=actor, verb="act.file", of=act, before={"file_name": before}, after={"file_name": act.file_name})
    return act


def keep_file(act: LegalAct, file: "File[Any] | None") -> None:
    """Put a checked upload on the act under a name that nobody can guess, beside the name to show."""
    if file is not None:
        checked: CheckedUpload = file.checked  # type: ignore[attr-defined]
        act.file.save(checked.store_name(), file, save=False)
        act.file_name = checked.name
