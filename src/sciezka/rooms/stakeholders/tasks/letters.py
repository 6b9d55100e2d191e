"""Letters of invitation. A task carries the number of a row, never a name or an address."""

from django_tasks import task

from sciezka.rooms.stakeholders.documents.letters import write_invitation
from sciezka.rooms.stakeholders.models import Invitation


@task()
def send_invitation(invitation_id: int) -> None:
    """Send one invitation, if it still stands and was not answered."""
    rows = Invitation.objects.select_related("stakeholder__process__workspace")
    invitation = rows.filter(pk=invitation_id, withdrawn_at=None, answer=Invitation.Answer.WAITING).first()
    if invitation is not None and invitation.stakeholder.erased_at is None:
        write_invitation(invitation).send()
