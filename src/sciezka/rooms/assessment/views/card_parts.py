"""What stands on a card: evidence, deficits and improvements."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.forms import read_number, sent
from sciezka.kit.guards import needs
from sciezka.kit.uploads import CONTENT_TYPES, read_extension, serve_file
from sciezka.rooms.assessment.actions.deficits import edit_deficit, name_deficit, restore_deficit, withdraw_deficit
from sciezka.rooms.assessment.actions.evidence import add_evidence, remove_evidence
from sciezka.rooms.assessment.actions.improvements import edit_improvement, propose_improvement, remove_improvement
from sciezka.rooms.assessment.forms.cards import DeficitForm, EvidenceForm, ImprovementForm
from sciezka.rooms.assessment.forms.scenario import take_refusal
from sciezka.rooms.assessment.models import Card, Deficit, Evidence, Improvement
from sciezka.rooms.assessment.queries.card_places import find_card, find_deficit, find_evidence, find_improvement
from sciezka.rooms.people.queries import actor_of

FORM_METHODS = ["GET", "HEAD", "POST"]


def _show_form(request: HttpRequest, card: Card, form: Form, part: str, noun: object = None) -> HttpResponse:
    context = {
        "process": card.place, "assessment": card.assessment, "card": card, "form": form, "part": part, "noun": noun,
    }  # fmt: skip
    return render(request, "assessment/card_part.html", context)


def _go_back(card: Card, part: str) -> HttpResponse:
    return redirect(f"{card.get_absolute_url()}#{part}")


@require_http_methods(FORM_METHODS)
@needs("assessment.write_card", of=find_card)
def add_proof(request: HttpRequest, card: Card) -> HttpResponse:
    """Add evidence to a card."""
    form = EvidenceForm(sent(request), request.FILES or None, card=card)
    if request.method == "POST" and form.is_valid():
        try:
            add_evidence(actor=actor_of(request), card=card, values=form.read_values(), uploaded=form.uploaded)
        except ValidationError as problem:
            take_refusal(form, problem)
        else:
            messages.success(request, _("The evidence was added."))
            return _go_back(card, "dowody")
    return _show_form(request, card, form, "evidence")


@require_safe
@needs("assessment.view", of=find_evidence)
def send_file(request: HttpRequest, evidence: Evidence) -> HttpResponseBase:  # noqa: ARG001 - a view's own argument
    """Send a file that was added as evidence."""
    if not evidence.file:
        raise Http404
    try:
        content_type = CONTENT_TYPES.get(read_extension(evidence.file_name), "application/octet-stream")
        return serve_file(evidence.file, name=evidence.file_name, content_type=content_type, as_attachment=True)
    except FileNotFoundError as error:
        raise Http404 from error


@require_POST
@needs("assessment.write_card", of=find_evidence)
def remove_proof(request: HttpRequest, evidence: Evidence) -> HttpResponse:
    """Remove evidence."""
    card, title = evidence.card, evidence.title
    try:
        remove_evidence(actor=actor_of(request), evidence=evidence)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("“%(title)s” was removed from the card.") % {"title": title})
    return _go_back(card, "dowody")


@require_http_methods(FORM_METHODS)
@needs("assessment.write_card", of=find_card)
def name_one(request: HttpRequest, card: Card) -> HttpResponse:
    """Name a deficit and put it on the thread."""
    initial = {"title": request.GET.get("tresc", "")[:300], "causes": card.causes}
    form = DeficitForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            name_deficit(actor=actor_of(request), card=card, **form.cleaned_data)
        except ValidationError as problem:
            take_refusal(form, problem)
        else:
            messages.success(request, _("The deficit is on the golden thread."))
            return _go_back(card, "deficyty")
    return _show_form(request, card, form, "deficit")


@require_http_methods(FORM_METHODS)
@needs("assessment.write_card", of=find_deficit)
def change_deficit(request: HttpRequest, deficit: Deficit) -> HttpResponse:
    """Change the wording of a deficit."""
    form = DeficitForm(sent(request), initial={"title": deficit.title, "causes": deficit.causes})
    if request.method == "POST" and form.is_valid():
        try:
            edit_deficit(actor=actor_of(request), deficit=deficit, **form.cleaned_data)
        except ValidationError as problem:
            take_refusal(form, problem)
        else:
            messages.success(request, _("Saved."))
            return _go_back(deficit.card, "deficyty")
    return _show_form(request, deficit.card, form, "deficit", deficit)


@require_POST
@needs("assessment.write_card", of=find_deficit)
def withdraw(request: HttpRequest, deficit: Deficit) -> HttpResponse:
    """Withdraw a deficit."""
    try:
        withdraw_deficit(actor=actor_of(request), deficit=deficit)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("The deficit was withdrawn; its code stays reserved, and it can be brought back."))
    return _go_back(deficit.card, "deficyty")


@require_POST
@needs("assessment.write_card", of=find_deficit)
def restore(request: HttpRequest, deficit: Deficit) -> HttpResponse:
    """Bring back a withdrawn deficit."""
    try:
        restore_deficit(actor=actor_of(request), deficit=deficit)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("The deficit is back under its old code."))
    return _go_back(deficit.card, "deficyty")


@require_http_methods(FORM_METHODS)
@needs("assessment.write_card", of=find_card)
def add_improvement(request: HttpRequest, card: Card) -> HttpResponse:
    """Propose an improvement."""
    form = ImprovementForm(sent(request), card=card, deficit=read_number(request.GET.get("deficyt")))
    if request.method == "POST" and form.is_valid():
        try:
            propose_improvement(actor=actor_of(request), card=card, values=form.read_values())
        except ValidationError as problem:
            take_refusal(form, problem)
        else:
            messages.success(request, _("The improvement is in the action plan."))
            return _go_back(card, "usprawnienia")
    return _show_form(request, card, form, "improvement")


@require_http_methods(FORM_METHODS)
@needs("assessment.write_card", of=find_improvement)
def change_improvement(request: HttpRequest, improvement: Improvement) -> HttpResponse:
    """Change a line of the action plan."""
    form = ImprovementForm(sent(request), card=improvement.card, improvement=improvement)
    if request.method == "POST" and form.is_valid():
        try:
            edit_improvement(actor=actor_of(request), improvement=improvement, values=form.read_values())
        except ValidationError as problem:
            take_refusal(form, problem)
        else:
            messages.success(request, _("Saved."))
            return redirect(reverse("assessment:plan", kwargs=improvement.card.assessment.address))
    return _show_form(request, improvement.card, form, "improvement", improvement)


@require_POST
@needs("assessment.write_card", of=find_improvement)
def take_out(request: HttpRequest, improvement: Improvement) -> HttpResponse:
    """Remove an improvement that was only proposed."""
    card = improvement.card
    try:
        remove_improvement(actor=actor_of(request), improvement=improvement)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("The improvement was removed."))
    return _go_back(card, "usprawnienia")
