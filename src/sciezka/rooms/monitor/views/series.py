"""A city's own series: giving a file, saying which column is what, bringing it in."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sciezka.core.series.table import SeriesProblem
from sciezka.kit.guards import needs
from sciezka.kit.work import start_work
from sciezka.rooms.monitor.actions.data import bring_own_series
from sciezka.rooms.monitor.forms.series import SeriesFileForm, SeriesForm
from sciezka.rooms.monitor.queries.data import keep_choice
from sciezka.rooms.monitor.queries.data_series import Preview, begin_with, preview
from sciezka.rooms.monitor.queries.series_words import say_problem
from sciezka.rooms.monitor.store.incoming import drop_file, keep_file, read_kept
from sciezka.rooms.monitor.store.readings.data_series import Source, open_source
from sciezka.rooms.monitor.tasks import bring_left_series
from sciezka.rooms.monitor.views.frame import show_page
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

SALT: Final = "monitor.series"
LONGEST_WAIT: Final = 24 * 60 * 60
# Larger files are read by the worker.
LARGE: Final = 1_500_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that waits for its second step."""

    ticket: str
    token: str
    name: str
    data: bytes


@needs("monitor.import_series", of=find_process)
def bring_series(request: HttpRequest, process: Process) -> HttpResponse:
    """Take a file with a city's own series, then ask what is in it."""
    ticket = request.GET.get("plik", "")
    if ticket:
        kept = find_kept(request, process, ticket)
        if kept is None:
            messages.warning(request, _("The file is no longer here. Choose it once more."))
            return redirect(reverse("monitor:series_new", kwargs=process.address))
        return describe_series(request, process, kept)
    form = SeriesFileForm()
    if request.method == "POST":
        form = SeriesFileForm(request.POST, request.FILES)
        if form.is_valid():
            given = form.cleaned_data["file"]
            data = given.read()
            try:
                open_source(data, given.name)
            except SeriesProblem as problem:
                form.add_error("file", say_problem(problem))
            else:
                words = {"plik": sign_ticket(request, process, keep_file(data), given.name)}
                return redirect(f"{reverse('monitor:series_new', kwargs=process.address)}?{urlencode(words)}")
    return show_page(request, "monitor/series_new.html", keep_choice(process, request.GET.dict()), "data", {"form": form})


def describe_series(request: HttpRequest, process: Process, kept: Kept) -> HttpResponse:
    """Ask what is in a file, show how it is understood, and bring it in."""
    source = open_source(kept.data, kept.name)
    form = SeriesForm(given=source, initial=begin_with(source))
    if request.method == "POST":
        form = SeriesForm(request.POST, given=source)
        if form.is_valid() and "import" in request.POST:
            answer = take_in(request, process, kept, form)
            if answer is not None:
                return answer
    context = {"form": form, "given": source, "kept": kept, "preview": understand(form, source)}
    return show_page(request, "monitor/series_columns.html", keep_choice(process, {}), "data", context)


def understand(form: SeriesForm, source: Source) -> Preview:
    """Show how the first rows are understood with what the form says, or with what it proposes."""
    if form.is_bound:
        return preview(source, form.mapping)
    proposed = SeriesForm({**{name: field.initial for name, field in form.fields.items()}, **form.initial}, given=source)
    proposed.is_valid()
    return preview(source, proposed.mapping)


def take_in(request: HttpRequest, process: Process, kept: Kept, form: SeriesForm) -> HttpResponse | None:
    """Bring the series in, now or as long work; gives nothing when the form must say what is wrong."""
    actor: Any = request.user
    said = form.read_said()
    if len(kept.data) > LARGE:
        work = start_work(
            owner=actor,
            title=_("Reading “%(name)s”") % {"name": kept.name},
            run=bring_left_series,
            actor_id=actor.pk,
            process_id=process.pk,
            token=kept.token,
            name=kept.name,
            said=said.write(),
        )
        return redirect("kit:work", work.key)
    try:
        imported = bring_own_series(actor=actor, workspace=process.workspace, data=kept.data, name=kept.name, said=said)
    except SeriesProblem as problem:
        form.add_error(None, f"{say_problem(problem)} {_('Nothing was brought in.')}")
        return None
    drop_file(kept.token)
    if imported.is_new:
        messages.success(request, _("“%(title)s” was brought in and counts from now on.") % {"title": imported.batch.title})
    else:
        messages.info(request, _("These very figures are here already. Nothing was changed."))
    return redirect(reverse("monitor:batch", kwargs={**process.address, "batch": imported.batch.pk}))


def sign_ticket(request: HttpRequest, process: Process, token: str, name: str) -> str:
    """Sign the way back to a kept file: for this person and this workspace alone."""
    return signing.dumps([token, name, process.workspace_id, request.user.pk], salt=SALT, compress=True)


def find_kept(request: HttpRequest, process: Process, ticket: str) -> Kept | None:
    """Find a kept file; nothing when it is gone, or another person's, or another workspace's."""
    try:
        token, name, workspace, person = signing.loads(ticket, salt=SALT, max_age=LONGEST_WAIT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if (workspace, person) != (process.workspace_id, request.user.pk):
        return None
    data = read_kept(token)
    return Kept(ticket, token, name, data) if data is not None else None
