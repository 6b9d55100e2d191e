"""Answers and results as files, and the page that tells which of them is for whom."""

from os import SEEK_END
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.kit.slugs import make_slug
from sciezka.kit.uploads import CONTENT_TYPES, MEGABYTE
from sciezka.rooms.people.queries import actor_of
from sciezka.rooms.surveys.actions.exports import note_export
from sciezka.rooms.surveys.documents.answers_csv import write_csv
from sciezka.rooms.surveys.documents.answers_xlsx import write_xlsx
from sciezka.rooms.surveys.documents.ddi import write_ddi
from sciezka.rooms.surveys.documents.tables import write_tables
from sciezka.rooms.surveys.forms.files import WishForm
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.exports import Export, prepare_export
from sciezka.rooms.surveys.queries.exports_described import describe_data
from sciezka.rooms.surveys.queries.frames import counted_responses
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.surveys.queries.results_groups import list_groupings
from sciezka.rooms.surveys.queries.results_page import list_chapters, say_source
from sciezka.rooms.surveys.queries.results_weights import choose_weights, read_weighting
from sciezka.rooms.surveys.views.results_shared import frame, open_results, speak

SAV: Final = "application/x-spss-sav"
SMALL: Final = 4 * MEGABYTE


@require_safe
@needs("surveys.see_result", of=find_survey)
def show_files(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Show which files there are."""
    context = frame(request, survey, "files")
    if survey.edition_id is None:
        return render(request, "surveys/results_none.html", context)
    sight = open_results(survey)
    context |= {
        "has_tables": sight is not None and sight.n >= survey.fewest,
        "n": counted_responses(survey).count() if context["sees_answers"] else 0,
        "form": WishForm(survey=survey, initial={"jezyk": speak()}),
        "is_published": survey.releases.filter(published_at__isnull=False, withdrawn_at=None).exists(),
    }
    return render(request, "surveys/files.html", context)


@require_safe
@needs("surveys.see_answers", of=find_survey)
def give_csv(request: HttpRequest, survey: Survey) -> HttpResponseBase:
    """Give the answers as comma-separated values."""
    export = open_export(request, survey, "csv")
    return mark(
        StreamingHttpResponse(write_csv(export), content_type="text/csv; charset=utf-8"), survey, "odpowiedzi", "csv"
    )


@require_safe
@needs("surveys.see_answers", of=find_survey)
def give_xlsx(request: HttpRequest, survey: Survey) -> HttpResponseBase:
    """Give the answers as a workbook, in words and in codes."""
    export = open_export(request, survey, "xlsx")
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    with translation.override(export.wish.language):
        write_xlsx(export, file)
    return send_file(file, survey, "odpowiedzi", "xlsx")


@require_safe
@needs("surveys.see_answers", of=find_survey)
def give_sav(request: HttpRequest, survey: Survey) -> HttpResponseBase:
    """Give the answers as a file of SPSS."""
    # Two large libraries that no other page needs.
    from sciezka.rooms.surveys.documents.answers_sav import write_sav  # noqa: PLC0415

    export = open_export(request, survey, "sav")
    with TemporaryDirectory() as folder, translation.override(export.wish.language):
        path = Path(folder) / "odpowiedzi.sav"
        write_sav(export, path)
        # The file stays readable after its name is gone.
        file = path.open("rb")
    return send_file(file, survey, "odpowiedzi", "sav")


@require_safe
@needs("surveys.see_result", of=find_survey)
def give_ddi(request: HttpRequest, survey: Survey) -> HttpResponseBase:
    """Give the description of the data. It holds no single answers."""
    del request
    if survey.edition_id is None:
        raise Http404
    described = describe_data(
        survey, open_results(survey), language=speak(), file_name=name_file(survey, "odpowiedzi", "csv")
    )
    with translation.override(described.language):
        return mark(HttpResponse(write_ddi(described), content_type="application/xml"), survey, "opis", "xml")


@require_safe
@needs("surveys.see_result", of=find_survey)
def give_tables(request: HttpRequest, survey: Survey) -> HttpResponseBase:
    """Give the tables of all items as a workbook, and the same by each grouping."""
    sight = open_results(survey)
    if sight is None or sight.n < survey.fewest:
        raise Http404
    weighted = choose_weights(sight, read_weighting(sight), request.GET.get("wagi", ""))
    parted = [
        (one, list_chapters(sight, weighted=None if one else weighted, grouping=one, language=speak()))
        for one in (None, *list_groupings(sight, speak()))
    ]
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    write_tables(say_source(sight), parted, file)
    return send_file(file, survey, "wyniki", "xlsx")


def open_export(request: HttpRequest, survey: Survey, form: str) -> Export:
    """Open the answers as the address asks for them, and note who took them; 404 where there are none any more."""
    wish = WishForm(request.GET, survey=survey).read_wish()
    try:
        export = prepare_export(survey, wish)
    except Survey.DoesNotExist:
        raise Http404 from None
    if request.method != "HEAD":
        note_export(actor=actor_of(request), export=export, form=form)
    return export


def send_file(file: IO[bytes], survey: Survey, what: str, ending: str) -> HttpResponseBase:
    """Answer with a file that has been written, and let it go afterwards; a small one at once."""
    kind = {**CONTENT_TYPES, "sav": SAV}[ending]
    is_small = file.seek(0, SEEK_END) <= SMALL
    file.seek(0)
    if not is_small:
        return mark(FileResponse(file, content_type=kind), survey, what, ending)
    with file:
        return mark(HttpResponse(file.read(), content_type=kind), survey, what, ending)


def mark(response: HttpResponseBase, survey: Survey, what: str, ending: str) -> HttpResponseBase:
    """Name a file, and let nobody keep it on the way."""
    response["Content-Disposition"] = f'attachment; filename="{name_file(survey, what, ending)}"'
    response["Cache-Control"] = "private, no-store"
    return response


def name_file(survey: Survey, what: str, ending: str) -> str:
    """Name a file by the survey's title."""
    return f"{make_slug(survey.title, fallback='ankieta')[:80]}-{what}.{ending}"
