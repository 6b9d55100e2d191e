"""Importing a page: giving it, reviewing what was read, and publishing what was accepted."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from sciezka.core.chronicle import MAX_BYTES, PageRefused
from sciezka.kit.forms import read_number
from sciezka.kit.guards import may, needs
from sciezka.kit.work import start_work
from sciezka.rooms.town.actions.import_bulk import accept_many, keep_many, publish_accepted, skip_many
from sciezka.rooms.town.actions.import_decisions import (
    accept_entry,
    skip_entry,
    undo_decision,
    withdraw_gone,
)
from sciezka.rooms.town.actions.import_values import Proposer
from sciezka.rooms.town.actions.imports import NothingRead, Reading, make_page, read_page, store_page
from sciezka.rooms.town.actions.processes import publish_process
from sciezka.rooms.town.forms.imports import EntryForm, PageForm
from sciezka.rooms.town.models import ImportedEntry, PageImport, Process
from sciezka.rooms.town.notes import keep_notes, say_notes, say_refusal
from sciezka.rooms.town.queries.imports import (
    EntryCounts,
    accepted_drafts,
    count_entries,
    entries_of_page,
    find_import,
    find_imported_entry,
    imports_of,
)
from sciezka.rooms.town.queries.places import find_process
from sciezka.rooms.town.tasks.imports import accept_long_page, name_reading, publish_long_page, read_long_page
from sciezka.rooms.town.views.import_rows import Row, lay_out_row, lay_out_rows

View = Callable[..., HttpResponse]
LONG_PAGE = 300_000
MANY_ENTRIES = 300
ROWS = 50
FOLDED = 200
# A form carries the page and a few short fields; a text grows when it is encoded for sending.
LARGEST_REQUEST = MAX_BYTES + 1024 * 1024
SWALLOWED = 1024 * 1024


def refuse_oversized(view: View) -> View:
    """Answer a request that is too large without keeping any of it, then check the form's origin as always."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, process: Process) -> HttpResponse:
        length = read_number(request.META.get("CONTENT_LENGTH")) or 0
        if request.method == "POST" and length > LARGEST_REQUEST:
            # A browser hears no answer before it has sent everything, so the rest is read and forgotten piece by piece.
            while request.read(SWALLOWED):
                pass
            return show_imports(request, process, PageForm({}, is_too_large=True))
        return csrf_protect(view)(request, process)

    return checked


@needs("town.import_page", of=find_process)
@refuse_oversized
def list_imports(request: HttpRequest, process: Process) -> HttpResponse:
    """Take a page to import, and list the imports before it."""
    form = PageForm()
    if request.method == "POST":
        form = PageForm(request.POST, request.FILES)
        if form.is_valid():
            answer = read_given(request, process, form)
            if answer:
                return answer
    elif known := read_number(request.GET.get("nothing")):
        say_nothing_new(request, known)
        return redirect(request.path)
    return show_imports(request, process, form)


def show_imports(request: HttpRequest, process: Process, form: PageForm) -> HttpResponse:
    """Draw the form and the list."""
    page = Paginator(imports_of(process), 20).get_page(request.GET.get("page"))
    return render(request, "town/imports.html", {"process": process, "form": form, "page": page, "largest": MAX_BYTES})


def read_given(request: HttpRequest, process: Process, form: PageForm) -> HttpResponse | None:
    """Read the page that was given, now or as long work; give nothing when the form must say what is wrong."""
    actor: Any = request.user
    data, name, address = form.read_data(), form.read_name(), form.cleaned_data["address"]
    where = "file" if form.cleaned_data["file"] else "text"
    if len(data) > MAX_BYTES:
        form.add_error(where, say_refusal("The page is larger than 20 MB. Give the part with the chronicle only."))
        return None
    if len(data) > LONG_PAGE:
        page = make_page(actor=actor, process=process, name=name, format="auto", address=address)
        store_page(page=page, data=data)
        work = start_work(owner=actor, title=name_reading(name), run=read_long_page, page_id=page.pk, actor_id=actor.pk)
        PageImport.objects.filter(pk=page.pk).update(work=work)
        return redirect("kit:work", work.key)
    try:
        reading = read_page(actor=actor, process=process, name=name, data=data, address=address)
    except PageRefused as refused:
        form.add_error(where, say_refusal(refused.message))
    except NothingRead as nothing:
        for remark in say_notes(keep_notes(nothing.notes)):
            form.add_error(where, f"{remark.met} {remark.advice}")
    else:
        return lead_on(request, process, reading)
    return None


def lead_on(request: HttpRequest, process: Process, reading: Reading) -> HttpResponse:
    """Lead from a reading to its review, or say that there is nothing to review."""
    if not reading.is_news:
        say_nothing_new(request, reading.unchanged)
        return redirect(reverse("town:imports", kwargs=process.address))
    if reading.is_repeat:
        messages.info(request, _("This page is under review already. Nothing was added; here is where it was left."))
    return redirect(reading.page)


def say_nothing_new(request: HttpRequest, known: int) -> None:
    """Say that a page brought nothing."""
    sentence = ngettext(
        "Nothing new on this page: the %(count)s entry on it is known. Nothing was changed.",
        "Nothing new on this page: all %(count)s entries on it are known. Nothing was changed.",
        known,
    )
    messages.info(request, sentence % {"count": known})


@needs("town.import_page", of=find_import)
def review_page(request: HttpRequest, page: PageImport) -> HttpResponse:
    """Show the entries of a page for review."""
    if page.state in (PageImport.State.WAITING, PageImport.State.FAILED):
        remarks = say_notes(page.notes)
        refusal = say_refusal(page.refusal) if page.refusal else ""
        context = {"process": page.process, "import": page, "remarks": remarks, "refusal": refusal}
        return render(request, "town/import_waiting.html", context)
    return show_review(request, page)


def show_review(request: HttpRequest, page: PageImport, changed: Row | None = None) -> HttpResponse:
    """Draw the review; ``changed`` is a row that has something to say, such as a form with errors."""
    show = request.GET.get("show", "all")
    may_publish = may(request.user, "town.publish_event", page)
    entries = Paginator(entries_of_page(page, show), ROWS).get_page(request.GET.get("page"))
    rows = lay_out_rows(page.process, entries.object_list, may_publish=may_publish)
    rows = [changed if changed and row.entry.pk == changed.entry.pk else row for row in rows]
    opened = request.GET.get("edit", "")
    for row in rows:
        if str(row.entry.pk) == opened and row.form is None:
            row.form = open_form(row)
    with_gone = show == "all" and entries.number == 1
    gone = entries_of_page(page, "gone")[:ROWS] if with_gone else []
    context = {
        **state_context(request, page),
        "page": entries,
        "rows": rows,
        "gone": lay_out_rows(page.process, gone, may_publish=may_publish) if gone else [],
        "unchanged": entries_of_page(page, "unchanged")[:FOLDED] if with_gone else [],
        "remarks": [remark for remark in say_notes(page.notes) if remark.code != "preamble"],
    }
    return render(request, "town/import_review.html", context)


def state_context(request: HttpRequest, page: PageImport) -> dict[str, Any]:
    """Give what the head of the review shows."""
    counts = count_entries(page)
    query = request.GET.copy()
    query.pop("edit", None)
    show = request.GET.get("show", "all")
    return {
        "process": page.process,
        "import": page,
        "counts": counts,
        "show": show,
        "filters": list_filters(counts, show),
        "query": query.urlencode(),
        "may_publish": may(request.user, "town.publish_event", page),
    }


def list_filters(counts: EntryCounts, show: str) -> list[tuple[str, str, int]]:
    """Give the filters of the review that have anything to show."""
    filters = [
        ("all", _("All"), counts.all),
        ("open", _("To decide"), counts.open),
        ("doubtful", _("With warnings"), counts.doubtful),
        ("changed", _("Changed on the page"), counts.changed),
        ("accepted", _("Accepted"), counts.accepted),
        ("skipped", _("Skipped"), counts.skipped),
        ("gone", _("No longer on the page"), counts.gone),
        ("unchanged", _("Unchanged"), counts.unchanged),
    ]
    return [(key, label, count) for key, label, count in filters if count or key in ("all", show)]


@needs("town.import_page", of=find_imported_entry)
def decide_entry(request: HttpRequest, entry: ImportedEntry) -> HttpResponse:
    """Decide about one entry, or open it for correcting in its place."""
    row = make_row(request, entry)
    if request.method != "POST":
        if not getattr(request, "htmx", False):
            return redirect(f"{entry.page.get_absolute_url()}?edit={entry.pk}#wpis-{entry.pk}")
        row.form = open_form(row) if "edit" in request.GET else None
        return render(request, "town/_import_row.html", {**state_context(request, entry.page), "row": row})
    do = request.POST.get("do", "")
    if do == "save":
        form = EntryForm(request.POST, process=entry.page.process, values=row.values, key=entry.pk)
        if not form.is_valid():
            row.form = form
            return show_row(request, row)
        return answer_decision(request, entry, "accept", form)
    return answer_decision(request, entry, do, None)


def make_row(request: HttpRequest, entry: ImportedEntry) -> Row:
    """Make the row of one entry for this person."""
    may_publish = may(request.user, "town.publish_event", entry)
    return lay_out_row(entry, Proposer.of(entry.page.process), may_publish=may_publish)


def open_form(row: Row) -> EntryForm:
    """Open a row for correcting."""
    return EntryForm(process=row.entry.page.process, values=row.values, key=row.entry.pk)


def answer_decision(request: HttpRequest, entry: ImportedEntry, do: str, form: EntryForm | None) -> HttpResponse:
    """Carry out a decision and show the row as it is then."""
    problem = ""
    actor: Any = request.user
    if make_row(request, entry).is_closed_to and do in ("accept", "withdraw", "undo"):
        problem = _("Residents see this entry, so only the co-ordinator can change it.")
    else:
        try:
            match do:
                case "accept":
                    accept_entry(actor=actor, entry=entry, values=form.read_values() if form else None)
                case "skip" | "keep":
                    skip_entry(actor=actor, entry=entry)
                case "withdraw":
                    withdraw_gone(actor=actor, entry=entry)
                case "undo":
                    undo_decision(actor=actor, entry=entry)
        except ValidationError as error:
            problem = " ".join(error.messages)
    process = entry.page.process
    row = make_row(request, find_imported_entry(process.workspace.slug, process.slug, entry.page.pk, entry.pk))
    row.problem = problem
    if problem and form:
        form.add_error(None, problem)
        row.form, row.problem = form, ""
    return show_row(request, row)


def show_row(request: HttpRequest, row: Row) -> HttpResponse:
    """Answer with the row alone to htmx, with the whole review else."""
    page = row.entry.page
    if getattr(request, "htmx", False):
        context = {**state_context(request, page), "row": row, "is_swap": True}
        return render(request, "town/_import_row.html", context)
    if row.problem or row.form:
        return show_review(request, page, row)
    return HttpResponseRedirect(f"{page.get_absolute_url()}?{state_context(request, page)['query']}#wpis-{row.entry.pk}")


@needs("town.import_page", of=find_import)
@require_POST
def decide_many(request: HttpRequest, page: PageImport) -> HttpResponse:
    """Decide about all open entries of a page, or all without warnings, at once."""
    actor: Any = request.user
    counts = count_entries(page)
    may_publish = may(request.user, "town.publish_event", page)
    do = request.POST.get("do", "")
    if do in ("accept_clean", "accept_all"):
        which: Any = "clean" if do == "accept_clean" else "all"
        count = counts.open_clean if which == "clean" else counts.open
        if count > MANY_ENTRIES:
            title = ngettext("Accepting %(count)s entry", "Accepting %(count)s entries", count) % {"count": count}
            task = {"run": accept_long_page, "page_id": page.pk, "actor_id": actor.pk, "which": which}
            return redirect("kit:work", start_work(owner=actor, title=title, may_publish=may_publish, **task).key)
        done = accept_many(actor=actor, page=page, which=which, may_publish=may_publish)
        messages.success(
            request, ngettext("%(count)s entry accepted.", "%(count)s entries accepted.", done) % {"count": done}
        )
    elif do == "skip_all":
        done = skip_many(actor=actor, page=page)
        said = ngettext("%(count)s entry skipped.", "%(count)s entries skipped.", done) % {"count": done}
        messages.success(request, said)
    elif do == "keep_gone":
        keep_many(actor=actor, page=page)
    return redirect(page)


@needs("town.publish_event", of=find_import)
def publish_page(request: HttpRequest, page: PageImport) -> HttpResponse:
    """Show what would be published, and publish it."""
    actor: Any = request.user
    drafts = accepted_drafts(page)
    count = drafts.count()
    if request.method != "POST":
        shown = Paginator(drafts, 200).get_page(request.GET.get("page"))
        return render(
            request, "town/import_publish.html", {"process": page.process, "import": page, "count": count, "page": shown}
        )
    if "process" in request.POST and may(request.user, "town.edit_process", page):
        publish_process(actor=actor, process=page.process)
    if count > MANY_ENTRIES:
        title = ngettext("Publishing %(count)s entry", "Publishing %(count)s entries", count) % {"count": count}
        work = start_work(owner=actor, title=title, run=publish_long_page, page_id=page.pk, actor_id=actor.pk)
        return redirect("kit:work", work.key)
    done = publish_accepted(actor=actor, page=page)
    messages.success(
        request,
        ngettext(
            "%(count)s entry published. It stands in the Kalendarium.",
            "%(count)s entries published. They stand in the Kalendarium.",
            done,
        )
        % {"count": done},
    )
    return redirect(page)
