"""What letters to members of a commission say."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from sciezka.kit.letters import write_letter
from sciezka.rooms.calls.models import Call
from sciezka.rooms.calls.queries.commission import MemberSeen


def write_member_letter(call: Call, member: MemberSeen, about: str) -> EmailMessage:
    """Write a letter to a member in their language; it says what waits and names no submission.

    Args:
        call: the call, with its process and workspace.
        member: whom, and how far their part is.
        about: why it is written.
    """
    workspace = call.process.workspace
    address = f"{settings.BASE_URL}{reverse('calls:my_cards', kwargs=call.address)}"
    words = {
        "call": call, "workspace": workspace, "member": member, "about": about, "address": address,
        "open_cards": member.cards - member.done,
    }  # fmt: skip
    return write_letter(
        "calls/mail/member", words, to=member.user.email, language=member.user.language, replies_to=workspace.contact
    )
