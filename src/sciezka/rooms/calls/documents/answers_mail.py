"""The letter that answers a question about a call."""

from django.conf import settings
from django.core.mail import EmailMessage

from sciezka.kit.letters import write_letter
from sciezka.rooms.calls.models import Inquiry


def write_answer(inquiry: Inquiry) -> EmailMessage:
    """Write the answer to whoever asked, in the town's language.

    Args:
        inquiry: the question; its call with process and workspace is read.
    """
    call = inquiry.call
    workspace = call.process.workspace
    words = {
        "inquiry": inquiry, "call": call, "workspace": workspace, "link": f"{settings.BASE_URL}{call.public_url}",
    }  # fmt: skip
    return write_letter(
        "calls/mail/answer", words, to=inquiry.email, language=workspace.language, replies_to=workspace.contact
    )
