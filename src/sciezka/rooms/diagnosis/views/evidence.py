"""Evidence of a process: all of it by sort, and the document passages and experts' notes that people bring."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.files import CSV, give_file, write_csv
from sciezka.kit.guards import may, needs
from sciezka.rooms.diagnosis.actions.assets import put_back, take_off
from sciezka.rooms.diagnosis.documents.evidence import list_rows
from sciezka.rooms.diagnosis.forms.evidence import NoteForm, PassageForm
from sciezka.rooms.diagnosis.models import ExpertNote, Passage
from sciezka.rooms.diagnosis.queries.evidence import (
    EvidenceFilters,
    evidence_types,
    find_ground,
    find_note,
    find_passage,
    read_evidence,
)
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.thread.queries.hanging import read_hanging
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

LONGEST_SEARCH = 100
Brought = Passage | ExpertNote
FORMS: dict[str, type[PassageForm] | type[NoteForm]] = {"passage": PassageForm, "expert_note": NoteForm}


def read_filters(request: HttpRequest) -> EvidenceFilters:
    """Read what the address asks for; a sort that there is not is none."""
    sort = request.GET.get("rodzaj", "")
    return EvidenceFilters(
        search=request.GET.get("szukaj", "")[:LONGEST_SEARCH],
        sort=sort if sort in evidence_types() else "",
        idle_only=bool(request.GET.get("bez")),
        with_taken_off=bool(request.GET.get("zdjete")),
    )


@require_safe
@needs("diagnosis.view", of=find_process)
def show_list(request: HttpRequest, process: Process) -> HttpResponse:
    """Show all evidence by sort, with what it cites and what rests on it."""
    filters = read_filters(request)
    sorts = read_evidence(process, filters)
    words = {"szukaj": filters.search, "rodzaj": filters.sort, "bez": "1" if filters.idle_only else "",
             "zdjete": "1" if filters.with_taken_off else ""}  # fmt: skip
    context = {
        "process": process,
        "filters": filters,
        "words": urlencode({key: value for key, value in words.items() if value}),
        "sorts": sorts,
        "places": [(sort, reverse(sort.type.start, kwargs=process.address) if sort.type.start else "") for sort in sorts],
        "found": sum(len(sort.lines) for sort in sorts),
        "total": sum(sort.total for sort in sorts),
        "may_edit": may(request.user, "diagnosis.edit", process),
    }
    return render(request, "diagnosis/evidence.html", context)


@never_cache
@require_safe
@needs("diagnosis.view", of=find_process)
def give_csv(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the evidence that the page shows."""
    return give_file(write_csv(list_rows(read_evidence(process, read_filters(request)))), CSV, "dowody.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("diagnosis.edit", of=find_process)
def make_passage(request: HttpRequest, process: Process) -> HttpResponse:
    """Add a document passage."""
    return make(request, process, "passage", _("New document passage"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("diagnosis.edit", of=find_process)
def make_note(request: HttpRequest, process: Process) -> HttpResponse:
    """Add an expert's note."""
    return make(request, process, "expert_note", _("New expert's note"))


def make(request: HttpRequest, process: Process, sort: str, title: str) -> HttpResponse:
    """Add evidence; begun from a statement, it is tied to it at once."""
    ground = find_ground(process, request.GET.get("do", ""))
    form = FORMS[sort](process, None, request.POST if request.method == "POST" else None, ground)
    if form.is_bound and form.is_valid() and (made := form.save(actor_of(request))):
        messages.success(request, _("Saved: %(title)s.") % {"title": made})
        return redirect(made)
    return render(
        request, "diagnosis/evidence_form.html", {"process": process, "form": form, "title": title, "ground": ground}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("diagnosis.edit", of=find_passage)
def edit_passage(request: HttpRequest, passage: Passage) -> HttpResponse:
    """Change a document passage."""
    return edit(request, passage)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("diagnosis.edit", of=find_note)
def edit_note(request: HttpRequest, expert_note: ExpertNote) -> HttpResponse:
    """Change an expert's note."""
    return edit(request, expert_note)


def edit(request: HttpRequest, noun: Brought) -> HttpResponse:
    """Change what is said; where somebody else did so meanwhile, show both texts."""
    form = FORMS[noun.node_type](noun.process, noun, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (saved := form.save(actor_of(request))):
        messages.success(request, _("The changes are saved."))
        return redirect(saved)
    context = {"process": noun.process, "form": form, "title": noun.name, "asset": noun}
    return render(request, "diagnosis/evidence_form.html", context, status=409 if form.standing else 200)


@require_safe
@needs("diagnosis.view", of=find_passage)
def show_passage(request: HttpRequest, passage: Passage) -> HttpResponse:
    """Show a document passage."""
    form = PassageForm(passage.process, passage)
    dated = form.fields["dated"].prepare_value(passage.dated)
    return show(request, passage, {"dated": dated, "decide": "diagnosis:passage_off", "change": "diagnosis:passage_edit"})


@require_safe
@needs("diagnosis.view", of=find_note)
def show_note(request: HttpRequest, expert_note: ExpertNote) -> HttpResponse:
    """Show an expert's note."""
    return show(request, expert_note, {"decide": "diagnosis:expert_note_off", "change": "diagnosis:expert_note_edit"})


def show(request: HttpRequest, noun: Brought, more: dict[str, Any]) -> HttpResponse:
    """Show evidence that people brought, and what rests on it."""
    words = {**noun.process.address, noun.node_type: noun.pk}
    context = {
        "process": noun.process,
        "noun": noun,
        "is_passage": isinstance(noun, Passage),
        "hanging": read_hanging(noun),
        "may_edit": may(request.user, "diagnosis.edit", noun.process),
        **more,
        "decide": reverse(more["decide"], kwargs=words),
        "change": reverse(more["change"], kwargs=words),
    }
    return render(request, "diagnosis/evidence_one.html", context)


@require_POST
@needs("diagnosis.edit", of=find_passage)
def decide_passage(request: HttpRequest, passage: Passage) -> HttpResponse:
    """Take a document passage off the list, or put it back."""
    return decide(request, passage)


@require_POST
@needs("diagnosis.edit", of=find_note)
def decide_note(request: HttpRequest, expert_note: ExpertNote) -> HttpResponse:
    """Take an expert's note off the list, or put it back."""
    return decide(request, expert_note)


def decide(request: HttpRequest, noun: Brought) -> HttpResponse:
    """Take evidence off the list, or put it back."""
    if request.POST.get("decision") == "back":
        put_back(actor=actor_of(request), asset=noun)
        messages.success(request, _("It is back on the list, under its old code."))
    else:
        take_off(actor=actor_of(request), asset=noun)
        messages.success(request, _("It is off the list. Its code and its ties are kept."))
    return redirect(noun)
