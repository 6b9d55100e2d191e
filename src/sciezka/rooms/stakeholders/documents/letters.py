"""The letter that invites somebody to the Social Leaders."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from sciezka.rooms.stakeholders.models import Invitation
from sciezka.rooms.stakeholders.queries.leaders import key_of


def write_invitation(invitation: Invitation) -> EmailMessage:
    """Write the letter in the workspace's language, with the invited person's own address."""
    process = invitation.place
    workspace = process.workspace
    with translation.override(workspace.language):
        context = {
            "invitation": invitation,
            "process": process,
            "address": f"{settings.BASE_URL}{reverse('stakeholders:invitation_answer', kwargs={'key': key_of(invitation)})}",
        }
        subject = " ".join(render_to_string("stakeholders/mail/invitation_subject.txt", context).split())
        body = render_to_string("stakeholders/mail/invitation.txt", context)
    replies = [workspace.contact] if workspace.contact else None
    return EmailMessage(subject=subject, body=body, to=[invitation.email], reply_to=replies)
