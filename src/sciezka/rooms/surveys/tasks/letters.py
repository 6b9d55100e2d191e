"""Letters to invited people. A task carries the number of a row, never an address or a pass."""

from smtplib import SMTPException

from django_tasks import task

from sciezka.rooms.surveys.documents.letters import write_letter
from sciezka.rooms.surveys.models import Invitation

LONGEST_FAILURE = 200


@task()
def send_letter(invitation_id: int, kind: str) -> None:
    """Send one person a letter, if the survey still waits for them when it is their turn.

    Args:
        invitation_id: whom.
        kind: ``begin`` (you are invited) or ``remind`` (you have not answered).
    """
    row = Invitation.objects.select_related("survey__process__workspace").filter(pk=invitation_id).first()
    if row is None or row.is_used or not row.survey.is_open or not row.survey.salt:
        return
    try:
        write_letter(row, kind=kind).send()
    except (SMTPException, OSError) as failure:
        # A reminder that fails says nothing: a mark on its row would tell that the person has not answered.
        if kind == "begin":
            Invitation.objects.filter(pk=row.pk).update(failure=f"{type(failure).__name__}: {failure}"[:LONGEST_FAILURE])
