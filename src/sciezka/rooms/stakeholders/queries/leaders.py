"""Reading the Social Leaders: whom to invite, who answered what, and the key of a personal invitation."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from sciezka.rooms.stakeholders.models import Invitation
from sciezka.rooms.stakeholders.queries.mapping import MapPoint, Quadrant, StakeholderMap
from sciezka.rooms.town.models import Process, Team

_signer = Signer(salt="stakeholders.invitation")
ERASED: Final = "@erased.invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaders:
    """The Social Leaders in the making.

    Attributes:
        invitations: those that stand, in the order of sending.
        candidates: who has high influence and engagement and was not invited; as far as the reader may see the map.
        team: the team made of those who accepted, if it was made.
        joining: how many accepted and are not in the team yet.
    """

    invitations: tuple[Invitation, ...]
    candidates: tuple[MapPoint, ...]
    team: Team | None
    joining: int

    def count(self, answer: str) -> int:
        """Count the standing invitations with an answer."""
        return sum(row.answer == answer for row in self.invitations)

    @property
    def accepted(self) -> int:
        """How many accepted."""
        return self.count(Invitation.Answer.ACCEPTED)

    @property
    def waiting(self) -> int:
        """How many have not answered."""
        return self.count(Invitation.Answer.WAITING)


def invitations_of(process: Process) -> QuerySet[Invitation]:
    """List the invitations of a process; what was erased is not among them."""
    rows = Invitation.objects.filter(stakeholder__process=process).exclude(email__endswith=ERASED)
    return rows.select_related("stakeholder__process__workspace", "team").order_by("pk")


def read_leaders(process: Process, view: StakeholderMap | None) -> Leaders:
    """Read the Social Leaders in the making."""
    rows = list(invitations_of(process))
    standing = [row for row in rows if row.withdrawn_at is None]
    invited = {row.stakeholder_id for row in standing}
    best = view.within(Quadrant.CREATE) if view else ()
    return Leaders(
        invitations=tuple(standing),
        candidates=tuple(point for point in best if point.stakeholder.pk not in invited),
        team=next((row.team for row in rows if row.team), None),
        joining=sum(row.answer == Invitation.Answer.ACCEPTED and row.team_id is None for row in standing),
    )


def accepted_of(process: Process) -> list[Invitation]:
    """List the invitations that were accepted and stand."""
    return list(invitations_of(process).filter(answer=Invitation.Answer.ACCEPTED, withdrawn_at=None))


def key_of(invitation: Invitation) -> str:
    """Give the word of an invitation's personal address; it is reckoned, not kept."""
    return _signer.sign(str(invitation.pk))


def find_by_key(key: str) -> Invitation:
    """Find the invitation of a personal address, or answer 404."""
    try:
        number = int(_signer.unsign(key))
    except (BadSignature, ValueError) as wrong:
        raise Http404 from wrong
    rows = Invitation.objects.filter(sent_at__isnull=False, stakeholder__erased_at=None)
    return get_object_or_404(rows.select_related("stakeholder__process__workspace", "team"), pk=number)


def name_sides(rows: Iterable[Invitation]) -> str:
    """Name on whose behalf people sit in the team: organisations alone, one a line."""
    names = {row.stakeholder.name for row in rows if not row.stakeholder.is_person}
    return "\n".join(sorted(names, key=str.casefold))
