"""Criteria and files of a call."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.forms import sent
from sciezka.kit.guards import may, needs
from sciezka.kit.refusals import attempt, carry_out
from sciezka.kit.uploads import CONTENT_TYPES, read_extension, serve_file
from sciezka.rooms.calls.actions.calls_criteria import move_criterion, remove_criterion
from sciezka.rooms.calls.actions.calls_files import remove_file
from sciezka.rooms.calls.forms.composing import ConfirmForm
from sciezka.rooms.calls.forms.composing_lines import CallFileForm, CriterionForm
from sciezka.rooms.calls.models import Call, CallFile, Criterion, Phase
from sciezka.rooms.calls.queries.nouns import find_call, find_call_file, find_criterion
from sciezka.rooms.calls.queries.public_call import read_judged, say_rule
from sciezka.rooms.calls.views.composing import head_of
from sciezka.rooms.calls.views.composing_parts import refuse_part, show_part
from sciezka.rooms.people.queries import actor_of


@require_safe
@needs("calls.view", of=find_call)
def list_criteria(request: HttpRequest, call: Call) -> HttpResponse:
    """Show the criteria of a call, and change them while it is a draft."""
    may_edit = call.phase == Phase.DRAFT and may(request.user, "calls.manage", call)
    context = {**head_of(call), "rows": read_judged(list(call.criteria.all())), "rule": say_rule(call), "may_edit": may_edit}
    return render(request, "calls/criteria.html", context)


def show_criterion(request: HttpRequest, form: CriterionForm, call: Call) -> HttpResponse:
    """Show the form of a criterion, or keep what was sent."""
    back = reverse("calls:criteria", kwargs=call.address)
    if form.is_valid() and (kept := attempt(form, form.save, actor=actor_of(request))):
        messages.success(request, _("Saved."))
        return redirect("calls:criterion", *call.address.values(), kept.pk) if "more" in request.POST else redirect(back)
    page = {
        "criterion": form.criterion,
        "title": form.criterion.name if form.criterion else _("New criterion"),
        "legend": _("What points mean"),
        "lines_lead": _(
            "At least the ends: assessors judge alike when they read the same words. Empty lines are passed over."
        ),
        "back": back,
    }
    return show_part(request, form, call, page)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_call)
def add(request: HttpRequest, call: Call) -> HttpResponse:
    """Add a criterion."""
    return refuse_part(request, call) or show_criterion(request, CriterionForm(call, None, sent(request)), call)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_criterion)
def edit(request: HttpRequest, criterion: Criterion) -> HttpResponse:
    """Change a criterion."""
    call = criterion.call
    return refuse_part(request, call) or show_criterion(request, CriterionForm(call, criterion, sent(request)), call)


@require_POST
@needs("calls.manage", of=find_criterion)
def move(request: HttpRequest, criterion: Criterion) -> HttpResponse:
    """Move a criterion one place up or down."""
    steps = -1 if "up" in request.POST else 1
    try:
        move_criterion(actor=actor_of(request), criterion=criterion, steps=steps)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect("calls:criteria", *criterion.call.address.values())


def ask_to_remove(request: HttpRequest, form: ConfirmForm, call: Call, title: str, back: str) -> HttpResponse:
    """Ask whether something is to be removed from a draft."""
    return show_part(request, form, call, {"title": title, "submit": _("Remove"), "danger": True, "back": back})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_criterion)
def remove(request: HttpRequest, criterion: Criterion) -> HttpResponse:
    """Remove a criterion after it was shown once more which one."""
    call, form = criterion.call, ConfirmForm(sent(request))
    back = reverse("calls:criteria", kwargs=call.address)
    if form.is_valid() and carry_out(form, remove_criterion, actor=actor_of(request), criterion=criterion):
        messages.success(request, _("The criterion is removed."))
        return redirect(back)
    title = _("Remove the criterion “%(name)s”?") % {"name": criterion.name}
    return refuse_part(request, call) or ask_to_remove(request, form, call, title, back)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_call)
def list_files(request: HttpRequest, call: Call) -> HttpResponse:
    """Show the files of a call, and add one."""
    form = CallFileForm(sent(request), request.FILES or None)
    if form.is_valid() and carry_out(form, form.save, actor=actor_of(request), call=call):
        messages.success(request, _("The file was added."))
        return redirect("calls:call_files", *call.address.values())
    phase = call.phase
    context = {
        **head_of(call),
        "form": form,
        "files": call.files.all(),
        "may_add": phase != Phase.CALLED_OFF,
        "may_remove": phase == Phase.DRAFT,
    }
    return render(request, "calls/call_files.html", context)


@require_safe
@needs("calls.view", of=find_call_file)
def give_file(_request: HttpRequest, file: CallFile) -> HttpResponseBase:
    """Give a file to the office."""
    content_type = CONTENT_TYPES.get(read_extension(file.file_name), "application/octet-stream")
    try:
        return serve_file(file.file, name=file.file_name, content_type=content_type)
    except FileNotFoundError as gone:
        raise Http404 from gone


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.manage", of=find_call_file)
def drop_file(request: HttpRequest, file: CallFile) -> HttpResponse:
    """Remove a file of a draft."""
    call, form = file.call, ConfirmForm(sent(request))
    back = reverse("calls:call_files", kwargs=call.address)
    if form.is_valid() and carry_out(form, remove_file, actor=actor_of(request), file=file):
        messages.success(request, _("The file is removed."))
        return redirect(back)
    title = _("Remove the file “%(name)s”?") % {"name": file.title}
    return refuse_part(request, call) or ask_to_remove(request, form, call, title, back)
