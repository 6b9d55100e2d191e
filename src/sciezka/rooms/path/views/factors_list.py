"""The list of factors: read, sorted, added to, put to a team, taken away as a file."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sciezka.kit.files import CSV, give_file, write_csv
from sciezka.kit.forms import read_number
from sciezka.kit.guards import may, needs
from sciezka.rooms.path.charts.factors import NARROW, WIDE, draw_plane
from sciezka.rooms.path.documents.factors import list_factors
from sciezka.rooms.path.forms.factors import AddForm
from sciezka.rooms.path.forms.factors_rounds import AskLongForm
from sciezka.rooms.path.queries.factors import BY_VOTES, FactorList, read_list, sort_lines
from sciezka.rooms.path.queries.factors_next import say_next
from sciezka.rooms.path.queries.factors_rounds import CORE, LONG
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.rounds.queries.rounds import rounds_under_way
from sciezka.rooms.rounds.scales import find_scale
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

FORM = ("GET", "HEAD", "POST")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the list: what it is called, and the address that sorts by it."""

    label: str
    query: str
    direction: str = ""
    is_number: bool = False


def name_scales(keys: Iterable[str]) -> list[str]:
    """Name scales in the language of the page."""
    return [template.title.say(get_language() or "pl") for key in keys if (template := find_scale(key))]


def make_headings(request: HttpRequest, shown: FactorList) -> list[Heading]:
    """Make the headings of the list; numbers are sorted from the greatest first."""
    wanted = request.GET.get("sort", "")[:20]
    columns = [
        ("kod", _("Code"), False), ("nazwa", _("Factor"), False),
        ("waznosc", _("Importance"), True), ("stan", pgettext("short", "State"), True), ("luka", _("Gap"), True),
        ("wplyw", _("City’s power"), True), ("kierunek", pgettext("of a factor", "Direction"), True),
    ]  # fmt: skip
    columns += [
        (f"{BY_VOTES}{place}", _("Votes: %(audience)s") % {"audience": vote.audience}, True)
        for place, vote in enumerate(shown.votes)
    ]
    columns.append(("dowody", _("Evidence"), True))
    headings = []
    for key, label, is_number in columns:
        query = request.GET.copy()
        first, second = (f"-{key}", key) if is_number else (key, f"-{key}")
        query["sort"] = second if wanted == first else first
        direction = {key: "ascending", f"-{key}": "descending"}.get(wanted, "")
        headings.append(Heading(label, query.urlencode(), direction, is_number))
    return headings


@require_safe
@needs("path.view", of=find_process)
def show_factors(request: HttpRequest, process: Process) -> HttpResponse:
    """Show the list; the address holds the order, and the round whose judgements are shown."""
    shown = read_list(request.user, process, read_number(request.GET.get("tura")))
    under_way = rounds_under_way(request.user, process, LONG, CORE)
    rights = {f"may_{right}": may(request.user, f"path.{right}", process) for right in ("edit", "decide")}
    # Every word that people typed is escaped where it is drawn.
    drawings = {
        "wide": mark_safe(draw_plane(shown.drawn, WIDE)),  # noqa: S308
        "narrow": mark_safe(draw_plane(shown.drawn, NARROW)),  # noqa: S308
    } if shown.drawn else {}  # fmt: skip
    lines = sort_lines(shown.lines, request.GET.get("sort", "")[:20])
    context = {
        "process": process,
        "shown": shown,
        "lines": [(line, list(zip(shown.votes, line.votes, strict=True))) for line in lines],
        "headings": make_headings(request, shown),
        "drawings": drawings,
        "under_way": under_way,
        "next": say_next(shown, under_way, **rights),
        "words": request.GET.urlencode(),
        **rights,
    }
    return render(request, "path/factors.html", context)


@never_cache
@require_safe
@needs("path.view", of=find_process)
def give_csv(request: HttpRequest, process: Process) -> HttpResponse:
    """Give the list as a file, as the person sees it."""
    shown = read_list(request.user, process, read_number(request.GET.get("tura")))
    rows = list_factors(shown, sort_lines(shown.lines, request.GET.get("sort", "")[:20]))
    return give_file(write_csv(rows), CSV, "czynniki.csv")


@require_http_methods(FORM)
@needs("path.edit", of=find_process)
def add(request: HttpRequest, process: Process) -> HttpResponse:
    """Put factors on the list, one in a line; what looks like another is asked about first."""
    form = AddForm(process, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and (made := form.save(actor_of(request))) is not None:
        messages.success(request, say_added(len(made), form.skipped))
        return redirect(reverse("path:factors", kwargs=process.address))
    return render(request, "path/factors_add.html", {"process": process, "form": form})


def say_added(made: int, skipped: int) -> str:
    """Say how many factors were put on the list, and how many were not."""
    said = ngettext("%(count)s factor is on the list now.", "%(count)s factors are on the list now.", made) % {"count": made}
    if skipped:
        said += " " + ngettext(
            "%(count)s line was left out: it stands there already.",
            "%(count)s lines were left out: they stand there already.",
            skipped,
        ) % {"count": skipped}
    return said


@require_http_methods(FORM)
@needs("path.decide", of=find_process)
def ask_long(request: HttpRequest, process: Process) -> HttpResponse:
    """Prepare a round in which a team names and judges factors; it is launched from its own page."""
    has_list = bool(read_list(request.user, process).lines)
    form = AskLongForm(process, request.POST if request.method == "POST" else None, has_list=has_list)
    if form.is_bound and form.is_valid() and (round_ := form.save(actor_of(request))):
        messages.success(request, _("The round is prepared and nobody has been asked yet. Look it over and launch it."))
        return redirect(round_)
    context = {
        "process": process,
        "form": form,
        "title": _("Ask a team what moves the town"),
        "lead": _("Each member works alone: first they name factors, then they judge each on four scales."),
        "back": reverse("path:factors", kwargs=process.address),
    }
    return render(request, "path/factors_ask.html", context)
