"""Inviting to the Social Leaders, taking answers, and making the team of those who accepted."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.stakeholders.actions.trace import note
from sciezka.rooms.stakeholders.models import Invitation, PopulationShare, Stakeholder
from sciezka.rooms.stakeholders.queries.leaders import ERASED, accepted_of, name_sides
from sciezka.rooms.town.actions import trace
from sciezka.rooms.town.actions.teams import TeamValues, appoint_member, establish_team
from sciezka.rooms.town.models import Process, Team

# A task is named by its path: tasks call documents, which stand above actions.
SEND_INVITATION = "sciezka.rooms.stakeholders.tasks.letters.send_invitation"
PERSONAL = ("name", "letter", "gender", "age_group", "district")


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationValues:
    """Who is invited on a stakeholder's behalf, and the words of the letter."""

    email: str
    name: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerValues:
    """What an invited person answers, and what they freely tell of themselves."""

    accepts: bool
    gender: str = ""
    age_group: str = ""
    district: str = ""


@transaction.atomic
def invite_leader(*, actor: User | None, stakeholder: Stakeholder, values: InvitationValues) -> Invitation:
    """Invite somebody on a stakeholder's behalf; the letter goes out by e-mail.

    Raises:
        ValidationError: the stakeholder is off the register, or this address was invited on its behalf already.
    """
    if stakeholder.removed_at:
        raise ValidationError(_("This stakeholder was taken off the register."), code="removed")
    email = values.email.strip().lower()
    if stakeholder.invitations.filter(email__iexact=email).exists():
        raise ValidationError({"email": _("This address was already invited on behalf of this stakeholder.")}, code="twice")
    invitation = Invitation.objects.create(
        stakeholder=stakeholder, email=email, name=values.name, letter=values.letter, sent_at=timezone.now()
    )
    note(actor=actor, verb="leader.invite", of=stakeholder)
    transaction.on_commit(partial(import_string(SEND_INVITATION).enqueue, invitation.pk))
    return invitation


@transaction.atomic
def withdraw_invitation(*, actor: User | None, invitation: Invitation) -> None:
    """Withdraw an invitation and erase who was invited; the personal address then says that it was withdrawn.

    Raises:
        ValidationError: the person sits in the team already.
    """
    if invitation.team_id:
        raise ValidationError(_("This person sits in the team already. End the membership on the team's page."), code="sits")
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        for name in PERSONAL:
            setattr(invitation, name, "")
        # An address is unique among a stakeholder's invitations, so that each one gets its own.
        invitation.email = f"withdrawn-{invitation.pk}{ERASED}"
        invitation.save(update_fields=["withdrawn_at", "email", *PERSONAL])
        note(actor=actor, verb="leader.withdraw", of=invitation.stakeholder)


@transaction.atomic
def answer_invitation(*, invitation: Invitation, values: AnswerValues) -> Invitation:
    """Take the answer of an invited person; until the team is made it may be changed.

    Raises:
        ValidationError: the invitation was withdrawn, or the person sits in the team already.
    """
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.withdrawn_at:
        raise ValidationError(_("This invitation was withdrawn."), code="withdrawn")
    if held.team_id:
        raise ValidationError(_("The team has been made already. To leave it, write to the office."), code="sits")
    held.answer = Invitation.Answer.ACCEPTED if values.accepts else Invitation.Answer.DECLINED
    held.answered_at = timezone.now()
    # Whoever declines leaves nothing of themselves behind.
    held.gender, held.age_group, held.district = (
        (values.gender, values.age_group, values.district.strip()) if values.accepts else ("", "", "")
    )
    held.save(update_fields=["answer", "answered_at", "gender", "age_group", "district"])
    note(actor=None, verb="leader.answer", of=held.stakeholder, after={"answer": held.answer})
    return held


@transaction.atomic
def gather_leaders(*, actor: User | None, process: Process) -> tuple[Team, int]:
    """Make the Social Leaders team of those who accepted, or add to it; tell how many joined.

    The team may read and is not shown to residents until somebody decides so.

    Raises:
        ValidationError: nobody who accepted is waiting to join.
    """
    accepted = accepted_of(process)
    joining = [row for row in accepted if row.team_id is None]
    if not joining:
        raise ValidationError(_("Nobody who accepted is waiting to join the team."), code="nobody")
    team = next((row.team for row in accepted if row.team), None)
    if team is None:
        values = TeamValues(
            name=_("Social Leaders Team"),
            task=_("Brings the voice of the residents and their organisations into preparing and carrying out the plan."),
            composition=name_sides(accepted),
            rights=Team.Rights.VIEW,
            is_public=False,
        )
        team = establish_team(actor=actor, process=process, values=values)
    today = timezone.localdate()
    seated = {email.lower() for email in team.memberships.values_list("user__email", flat=True)}
    for row in joining:
        if row.email.lower() not in seated:
            appoint_member(actor=actor, team=team, email=row.email, function="member", since=today)
            seated.add(row.email.lower())
        row.team = team
        row.save(update_fields=["team"])
    trace.note(actor=actor, verb="leader.gather", of=team, after={"joined": len(joining)})
    return team, len(joining)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareValues:
    """The share of one group in the population, in per cent."""

    dimension: str
    category: str
    share: Decimal
    source: str = ""


@transaction.atomic
def set_population(*, actor: User | None, process: Process, rows: list[ShareValues]) -> None:
    """Set the population's composition anew."""
    before = {f"{row.dimension}: {row.category}": str(row.share) for row in PopulationShare.objects.filter(process=process)}
    after = {f"{row.dimension}: {row.category}": str(row.share.quantize(Decimal("0.01"))) for row in rows}
    PopulationShare.objects.filter(process=process).delete()
    PopulationShare.objects.bulk_create(
        PopulationShare(process=process, dimension=row.dimension, category=row.category, share=row.share, source=row.source)
        for row in rows
    )
    if before != after:
        trace.note(actor=actor, verb="population.set", of=process, before=before, after=after)
