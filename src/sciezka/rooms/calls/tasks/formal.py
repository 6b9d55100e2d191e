"""What happens at moments of the formal check."""

from django_tasks import task

from sciezka.rooms.calls.actions.formal import remind_to_supplement as remind
from sciezka.rooms.calls.models import FormalCheck


@task()
def remind_to_supplement(check_id: int) -> None:
    """Remind one applicant two days before the end of the term; a check that is gone reminds nobody.

    Args:
        check_id: the check that waits.
    """
    check = FormalCheck.objects.filter(pk=check_id).first()
    if check is not None:
        remind(check=check)
