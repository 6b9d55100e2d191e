"""Changing structural analyses: asking, bringing in, renaming, deleting, taking roles as evidence."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sciezka.kit.forms import read_number
from sciezka.kit.guards import needs
from sciezka.rooms.path.actions.structures import delete_structure, take_finding
from sciezka.rooms.path.forms.structures import AskForm, EditForm, MatrixForm
from sciezka.rooms.path.models import Factor, Structure
from sciezka.rooms.path.queries.nouns import find_structure
from sciezka.rooms.path.queries.structure_findings import read_words
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@require_http_methods(["GET", "HEAD", "POST"])
@needs("path.decide", of=find_process)
def ask(request: HttpRequest, process: Process) -> HttpResponse:
    """Ask a team which factor influences which."""
    form = AskForm(process, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (structure := form.save(actor_of(request))):
        messages.success(request, _("The team has been asked. The result is drawn here once the round closes."))
        return redirect(structure)
    return render(request, "path/structure_ask.html", {"process": process, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("path.decide", of=find_process)
def bring_in(request: HttpRequest, process: Process) -> HttpResponse:
    """Bring in a matrix from a file."""
    is_sent = request.method == "POST"
    form = MatrixForm(process, request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_bound and form.is_valid() and (structure := form.save(actor_of(request))):
        return redirect(structure)
    return render(request, "path/structure_import.html", {"process": process, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("path.decide", of=find_structure)
def edit(request: HttpRequest, structure: Structure) -> HttpResponse:
    """Change what an analysis is called."""
    form = EditForm(structure, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        form.save(actor_of(request))
        return redirect(structure)
    context = {"process": structure.process, "structure": structure, "form": form}
    return render(request, "path/structure_edit.html", context, status=409 if form.theirs else 200)


@require_POST
@needs("path.decide", of=find_structure)
def delete(request: HttpRequest, structure: Structure) -> HttpResponse:
    """Delete an analysis that came as a file."""
    try:
        delete_structure(actor=actor_of(request), structure=structure)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect(structure)
    messages.success(request, _("The analysis “%(name)s” was deleted.") % {"name": structure})
    return redirect(reverse("path:structures", kwargs=structure.process.address))


@require_POST
@needs("path.edit", of=find_structure)
def take(request: HttpRequest, structure: Structure) -> HttpResponse:
    """Take the role of a factor as evidence."""
    factor = Factor.objects.filter(process=structure.process, pk=read_number(request.POST.get("factor")) or 0).first()
    if factor is None:
        raise Http404
    factor.process = structure.process
    reading = read_words(request.POST.get("reading", "")[:200])
    try:
        node = take_finding(actor=actor_of(request), structure=structure, factor=factor, reading=reading)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        said = _("“%(factor)s” now rests on %(code)s, the role that this analysis gives it.")
        messages.success(request, said % {"factor": factor, "code": node.code})
    words = f"?{reading.words}" if reading.words else ""
    return redirect(f"{structure.get_absolute_url()}{words}#f{factor.pk}")
