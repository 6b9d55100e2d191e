"""The letter that invites somebody to the Social Leaders."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from sciezka.kit.letters import write_letter
from sciezka.rooms.stakeholders.models import Invitation
from sciezka.rooms.stakeholders.queries.leaders import key_of


def write_invitation(invitation: Invitation) -> EmailMessage:
    """Write the letter in the workspace's language, with the invited person's own address."""
    process = invitation.place
    workspace = process.workspace
    path = reverse("stakeholders:invitation_answer", kwargs={"key": key_of(invitation)})
    words = {"invitation": invitation, "process": process, "address": f"{settings.BASE_URL}{path}"}
    return write_letter(
        "stakeholders/mail/invitation", words, to=invitation.email, language=workspace.language,
        replies_to=workspace.contact,
    )  # fmt: skip
