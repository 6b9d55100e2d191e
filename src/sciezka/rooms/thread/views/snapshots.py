"""Saving the state of a thread, two states side by side, and a copy of one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sciezka.kit.files import CSV, give_file, write_csv
from sciezka.kit.forms import read_number
from sciezka.kit.guards import may, needs
from sciezka.rooms.people.queries import actor_of, names_of
from sciezka.rooms.thread.forms import CopyForm, SnapshotForm
from sciezka.rooms.thread.models import Node, Snapshot
from sciezka.rooms.thread.queries.snapshots import (
    NOW,
    Compared,
    compare_snapshots,
    count_types,
    find_snapshot,
    list_snapshots,
)
from sciezka.rooms.thread.queries.snapshots_page import list_rows, make_sections
from sciezka.rooms.thread.queries.states import digest_state
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

LONGEST = 40


@require_safe
@needs("thread.view", of=find_process)
def show_snapshots(request: HttpRequest, process: Process) -> HttpResponse:
    """List the saved states of a thread, with what each came to."""
    context = {
        "process": process,
        "lines": list_snapshots(process),
        "now": NOW,
        "has_nodes": Node.objects.filter(process=process).exists(),
        "may_save": may(request.user, "thread.tie", process),
    }
    return render(request, "thread/snapshots.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("thread.tie", of=find_process)
def take(request: HttpRequest, process: Process) -> HttpResponse:
    """Save the thread as it stands now, under a name."""
    form = SnapshotForm(process, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (made := form.save(actor_of(request))):
        messages.success(request, _("The state of the thread is saved under “%(name)s”.") % {"name": made})
        return redirect(made)
    return render(request, "thread/snapshot_form.html", {"process": process, "form": form})


@require_safe
@needs("thread.view", of=find_snapshot)
def show_snapshot(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Show what a saved state holds."""
    author = snapshot.made_by
    context = {
        "process": snapshot.process,
        "snapshot": snapshot,
        "sums": snapshot.content["sums"],
        "types": count_types(snapshot),
        "author": names_of([author]).get(author, "") if author else "",
        "now": NOW,
        "is_whole": digest_state(snapshot.content) == snapshot.digest,
        "may_copy": may(request.user, "town.open_process", snapshot),
    }
    return render(request, "thread/snapshot.html", context)


def read_asked(request: HttpRequest, process: Process) -> Compared | None:
    """Compare the states that the address asks for; nothing when it asks for none or for one with itself."""
    asked = [request.GET.get(word, "")[:LONGEST] for word in ("od", "do")]
    if asked[0] == NOW:
        asked.reverse()
    if not asked[0] or asked[0] == asked[1]:
        return None
    keys = [read_number(word) or 0 for word in asked]
    found = {row.pk: row for row in Snapshot.objects.filter(process=process, pk__in=keys).select_related("event")}
    rows = [found.get(key) for key in keys]
    if rows[0] is None or (rows[1] is None and asked[1] not in ("", NOW)):
        raise Http404
    for row in found.values():
        row.process = process
    return compare_snapshots(rows[0], rows[1])


@require_safe
@needs("thread.view", of=find_process)
def show_comparison(request: HttpRequest, process: Process) -> HttpResponse:
    """Show what differs between two saved states, or between one and the thread as it stands."""
    compared = read_asked(request, process)
    if compared is None:
        return redirect(reverse("thread:snapshots", kwargs=process.address))
    chosen = request.GET.get("typ", "")[:LONGEST]
    context = {
        "process": process,
        "compared": compared,
        "sections": make_sections(compared, chosen),
        "chosen": chosen,
        "od": compared.before.snapshot,
        "do": compared.after.snapshot.pk if compared.after.snapshot else NOW,
    }
    return render(request, "thread/comparison.html", context)


@require_safe
@needs("thread.view", of=find_process)
def give_csv(request: HttpRequest, process: Process) -> HttpResponse:
    """Give everything that differs as a table."""
    compared = read_asked(request, process)
    if compared is None:
        raise Http404
    rows = list_rows(compared, request.GET.get("typ", "")[:LONGEST])
    return give_file(write_csv(rows), CSV, "porownanie-stanow-nici.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("town.open_process", of=find_snapshot)
def make_copy(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    """Open a new process whose thread is the saved one."""
    form = CopyForm(snapshot, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (made := form.save(actor_of(request))):
        said = _("The copy is open. Nothing of “%(process)s” was changed.")
        messages.success(request, said % {"process": snapshot.process})
        return redirect(reverse("thread:thread", kwargs=made.address))
    return render(
        request,
        "thread/snapshot_copy.html",
        {"process": snapshot.process, "snapshot": snapshot, "sums": snapshot.content["sums"], "form": form},
    )
