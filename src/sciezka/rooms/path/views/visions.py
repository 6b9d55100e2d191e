"""Pages of vision: drafts side by side, one of them, writing, the vote, the adoption."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.core.speech import hear
from sciezka.kit.forms import read_number
from sciezka.kit.guards import may, needs
from sciezka.rooms.path.actions.visions import bring_back_draft, withdraw_draft
from sciezka.rooms.path.forms.visions import AdoptForm, CommentForm, DraftForm, VoteForm
from sciezka.rooms.path.models import VisionDraft
from sciezka.rooms.path.queries.nouns import find_vision
from sciezka.rooms.path.queries.visions import read_comments, read_history, read_visions
from sciezka.rooms.path.queries.visions_hints import find_hints
from sciezka.rooms.path.queries.visions_votes import is_voted_on, read_votes
from sciezka.rooms.people.queries import actor_of, names_of
from sciezka.rooms.thread.queries.hanging import read_hanging
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

CONFLICT = 409


@require_safe
@needs("path.view", of=find_process)
def show_visions(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the drafts of a process side by side, and what comes next."""
    edits, decides = may(request.user, "path.edit", process), may(request.user, "path.decide", process)
    page = read_visions(request.user, process, decides=decides, edits=edits)
    context = {"process": process, "page": page, "may_edit": edits, "may_decide": decides}
    return render(request, "path/visions.html", context)


@require_safe
@needs("path.view", of=find_vision)
def show(request: HttpRequest, vision: VisionDraft) -> HttpResponse:
    """Show one draft: how it reads, what was said of it, what votes came to, what it rests on, and its history."""
    return render_draft(request, vision, CommentForm())


def render_draft(request: HttpRequest, vision: VisionDraft, form: CommentForm, status: int = 200) -> HttpResponse:
    """Draw the page of a draft, with the comment that somebody is writing."""
    votes = read_votes(request.user, vision.process, {vision.pk: vision.text})
    heard = hear(vision.text)
    context = {
        "process": vision.process,
        "vision": vision,
        "author": names_of([vision.author]).get(vision.author, "") if vision.author else "",
        "heard": heard,
        "hints": find_hints(vision.text, vision.year, heard),
        "comments": read_comments(vision, request.user),
        "votes": [(vote, line) for vote in votes if (line := vote.line_of(vision.pk))],
        "is_voted_on": is_voted_on(vision),
        "hanging": read_hanging(vision),
        "history": read_history(vision),
        "form": form,
        "may_edit": may(request.user, "path.edit", vision),
        "may_decide": may(request.user, "path.decide", vision),
        "may_clear": may(request.user, "path.remove_comment", vision),
    }
    return render(request, "path/vision.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("path.edit", of=find_process)
def write(request: HttpRequest, process: Process) -> HttpResponse:
    """Write a new draft, perhaps from the words of another."""
    key = read_number(request.GET.get("wzor"))
    source = VisionDraft.objects.filter(process=process, pk=key).first() if key else None
    form = DraftForm(process, data=request.POST if request.method == "POST" else None, source=source)
    if form.is_bound and form.is_valid() and (made := form.save(actor_of(request))):
        messages.success(request, _("The draft is among the others."))
        return redirect(made)
    return render_form(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("path.edit", of=find_vision)
def edit(request: HttpRequest, vision: VisionDraft) -> HttpResponse:
    """Change a draft; where two have changed the same, show both texts."""
    form = DraftForm(vision.process, vision, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (made := form.save(actor_of(request))):
        messages.success(request, _("The changes are saved."))
        return redirect(made)
    return render_form(request, form)


def render_form(request: HttpRequest, form: DraftForm) -> HttpResponse:
    """Draw the form of a draft with hints about the words that stand in it."""
    text, year = str(form["text"].value() or "")[:LONGEST_READ], read_number(form["year"].value())
    context = {
        "process": form.process,
        "vision": form.draft,
        "form": form,
        "heard": hear(text),
        "hints": find_hints(text, year) if text else [],
    }
    return render(request, "path/vision_form.html", context, status=CONFLICT if form.standing else 200)


LONGEST_READ = 5000


@require_http_methods(["GET", "HEAD", "POST"])
@needs("path.decide", of=find_process)
def prepare_vote(request: HttpRequest, process: Process) -> HttpResponse:
    """Prepare a vote on drafts; it is launched from the round's own page."""
    form = VoteForm(process, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (made := form.save(actor_of(request))):
        messages.success(request, _("The vote is prepared and nobody has been asked yet. Look it over and launch it."))
        return redirect(made)
    return render(request, "path/vision_vote.html", {"process": process, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("path.decide", of=find_vision)
def adopt(request: HttpRequest, vision: VisionDraft) -> HttpResponse:
    """Adopt a draft as the town's vision."""
    form = AdoptForm(vision, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (made := form.save(actor_of(request))):
        messages.success(request, _("The vision is adopted and hangs on the golden thread. Tie what it rests on."))
        return redirect(made)
    before = VisionDraft.objects.filter(process=vision.process, adopted_at__isnull=False).exclude(pk=vision.pk).first()
    context = {"process": vision.process, "vision": form.draft, "form": form, "before": before}
    return render(request, "path/vision_adopt.html", context)


@require_POST
@needs("path.edit", of=find_vision)
def withdraw(request: HttpRequest, vision: VisionDraft) -> HttpResponse:
    """Withdraw a draft; it is kept and can be brought back."""
    return try_on(request, vision, withdraw_draft, _("The draft is withdrawn. It is kept below the others."))


@require_POST
@needs("path.edit", of=find_vision)
def bring_back(request: HttpRequest, vision: VisionDraft) -> HttpResponse:
    """Put a withdrawn draft beside the others again."""
    return try_on(request, vision, bring_back_draft, _("The draft stands beside the others again."))


def try_on(request: HttpRequest, vision: VisionDraft, act: Callable[..., None], said: str) -> HttpResponse:
    """Do something with a draft and say so, or say why it can't be done."""
    try:
        act(actor=actor_of(request), draft=vision)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, said)
    return redirect(vision)
