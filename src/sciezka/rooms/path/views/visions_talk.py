"""Comments on drafts of a vision, and answers to them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sciezka.kit.guards import needs
from sciezka.rooms.path.actions.visions import remove_comment
from sciezka.rooms.path.forms.visions import AnswerForm, CommentForm
from sciezka.rooms.path.models import VisionComment, VisionDraft
from sciezka.rooms.path.queries.nouns import find_vision
from sciezka.rooms.path.queries.visions import find_comment
from sciezka.rooms.path.views.visions import render_draft
from sciezka.rooms.people.queries import actor_of

REFUSED = 422


@require_POST
@needs("path.view", of=find_vision)
def say(request: HttpRequest, vision: VisionDraft) -> HttpResponse:
    """Say something of a draft: everybody who works in the process may, those who only read too."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        return render_draft(request, vision, form, status=REFUSED)
    made = form.save(actor_of(request), vision)
    return redirect(f"{vision.get_absolute_url()}#comment-{made.pk}")


@require_POST
@needs("path.edit", of=find_comment)
def answer(request: HttpRequest, remark: VisionComment) -> HttpResponse:
    """Answer a comment, or change the answer."""
    form = AnswerForm(request.POST)
    if form.is_valid():
        form.save(actor_of(request), remark)
    else:
        messages.warning(request, _("The answer is too long; nothing was saved."))
    return redirect(f"{remark.draft.get_absolute_url()}#comment-{remark.pk}")


@require_POST
@needs("path.remove_comment", of=find_comment)
def remove(request: HttpRequest, remark: VisionComment) -> HttpResponse:
    """Remove a comment; its words are kept nowhere."""
    draft = remark.draft
    remove_comment(actor=actor_of(request), remark=remark)
    messages.success(request, _("The comment is removed."))
    return redirect(f"{draft.get_absolute_url()}#comments")
