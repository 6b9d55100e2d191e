"""Letters to members of a commission."""

from django_tasks import task

from sciezka.rooms.calls.documents.commission_mail import write_member_letter
from sciezka.rooms.calls.models import Call
from sciezka.rooms.calls.queries.commission import read_members


@task()
def send_member_letter(call_id: int, user_id: int, about: str) -> None:
    """Send a member a letter, if they still sit on the commission and something still waits for them.

    Args:
        call_id: the call.
        user_id: whom.
        about: ``open`` (scoring was opened), ``card`` (one more card), ``back`` (a card was given back), ``remind``.
    """
    call = Call.objects.select_related("process__workspace", "commission").filter(pk=call_id).first()
    if call is None:
        return
    member = next((one for one in read_members(call) if one.user.pk == user_id), None)
    if member is not None and member.waits and member.user.email:
        write_member_letter(call, member, about).send()
