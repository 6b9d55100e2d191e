"""What the gallery shows: each component with sample words, and what its template says it accepts.

The samples are made anew for each page and touch no data. A component that stands in no exhibit fails a test.
"""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from sciezka.core.dates import read_date
from sciezka.kit.forms import ImpreciseDateField
from sciezka.kit.gallery_chart import make_sample_chart
from sciezka.kit.manifests import Text
from sciezka.kit.models import Work
from sciezka.kit.tables import Column, Table
from sciezka.kit.templatetags.kit import Crumb, Stone, Tab
from sciezka.kit.uploads import DOCUMENTS, CheckedFileField

HEADER_COMMENT = re.compile(r"\{#\s*(.*?)\s*#\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """One template and what it accepts."""

    name: str
    accepts: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One stand of the gallery."""

    key: str
    title: Text
    names: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        """The template that shows it."""
        return f"kit/gallery/_{self.key}.html"

    def parts(self) -> list[Part]:
        """The components shown here with what each accepts."""
        return [Part(f"kit/{name}.html", read_header(f"kit/{name}.html")) for name in self.names]


def make_exhibits() -> list[Exhibit]:
    """List the stands in their order."""
    return [
        Exhibit("type", _("Type and space")),
        Exhibit("buttons", _("Buttons and links")),
        Exhibit("tags", _("Tags")),
        Exhibit("alerts", _("Messages"), ("_toasts",)),
        Exhibit("empty", _("Empty lists"), ("_empty",)),
        Exhibit("path", _("The path: where we are"), ("_path", "_breadcrumbs")),
        Exhibit("form", _("A form"), ("form", "_field", "_error_summary")),
        Exhibit("table", _("Tables and pages"), ("_table", "_pages")),
        Exhibit("tabs", _("Tabs, dialogs, details"), ("_tabs", "_panel", "_dialog")),
        Exhibit("facts", _("Facts and lists")),
        Exhibit("progress", _("Long work"), ("_progress", "_work_poll")),
        Exhibit("chart", _("Charts"), ("_chart",)),
        Exhibit("icons", _("Icons")),
        Exhibit(
            "frame", _("The frame of a page, and paper"), ("base", "office", "_header", "_tools", "_footer", "error", "work")
        ),
    ]


@cache
def read_header(template: str) -> str:
    """Read what a template says of itself in its opening comment."""
    origin = get_template(template).origin.name  # type: ignore[attr-defined]
    found = HEADER_COMMENT.match(Path(origin).read_text(encoding="utf-8"))
    return found[1] if found else ""


@cache
def list_icons() -> list[str]:
    """List the icons of the built sprite."""
    path = finders.find("vendor/icons.svg")
    return re.findall(r'<symbol id="([\w-]+)"', Path(str(path)).read_text(encoding="utf-8")) if path else []


class SampleForm(forms.Form):
    """Every kind of field."""

    title = forms.CharField(label=gettext_lazy("Title"), help_text=gettext_lazy("One sentence that says what happened."))
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    text = forms.CharField(label=gettext_lazy("Public text"), widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[
            ("meeting", gettext_lazy("meeting")),
            ("workshop", gettext_lazy("workshop")),
            ("survey", gettext_lazy("survey")),
        ],
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Mode"),
        widget=forms.RadioSelect,
        choices=[("site", gettext_lazy("on site")), ("video", gettext_lazy("video"))],
    )
    bodies = forms.MultipleChoiceField(
        label=gettext_lazy("Bodies taking part"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("office", gettext_lazy("the development office")), ("council", gettext_lazy("the town council"))],
    )
    when = ImpreciseDateField()
    due = forms.DateField(
        label=gettext_lazy("Due date"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    file = CheckedFileField(label=gettext_lazy("File"), allowed=DOCUMENTS, required=False)
    agreed = forms.BooleanField(label=gettext_lazy("The text was agreed with the legal office"), required=False)
    public = forms.BooleanField(
        label=gettext_lazy("Show to residents"), required=False, widget=forms.CheckboxInput(attrs={"role": "switch"})
    )


class SampleRows(list[Any]):
    """Rows without a database that a table can sort and page."""

    def order_by(self, *names: str) -> "SampleRows":
        """Sort by the first name."""
        name = names[0]
        return SampleRows(sorted(self, key=lambda row: getattr(row, name.lstrip("-")), reverse=name.startswith("-")))


def make_hall(request: HttpRequest, scheme: str) -> dict[str, Any]:
    """Make the samples for one colour scheme; names end with it, so that the two halls can stand in one page."""
    scheme_name = _("in light") if scheme == "light" else _("in dark")
    return {
        "scheme": scheme,
        "way": f"{_('Where this page is')} ({scheme_name})",
        "list": f"{_('Pages of the list')} ({scheme_name})",
        "stones": make_stones(),
        "crumbs": [Crumb(_("Front page"), "#"), Crumb("Jelenia Góra", "#"), Crumb(_("Local Development"), "#")],
        "tabs": [Tab(f"plan-{scheme}", _("Plan")), Tab(f"people-{scheme}", _("People")), Tab(f"files-{scheme}", _("Files"))],
        "form": SampleForm(auto_id=f"{scheme}_%s", initial={"mode": "site", "when": read_sample_date()}),
        "wrong_form": make_wrong_form(scheme),
        "table": make_table(request),
        "page": Paginator(range(900), 25).page(7),
        "messages": make_messages(),
        "works": make_works(),
        "done_work": Work(title=_("Reading the page"), state=Work.State.DONE, result_url="/kit/"),
        "chart": make_sample_chart(),
        "date": read_sample_date(),
        "day": datetime.date(2020, 10, 9),
        "moment": datetime.datetime(2020, 8, 31, 13, 59, 59, tzinfo=datetime.UTC),
        "amount": Decimal(40_000),
        "markdown": _(
            "**Three** workshops in a row:\n\n- with residents\n- with firms\n- with schools\n\n> A town is its people."
        ),
        "icons": list_icons(),
        "colors": ["neutral", "accent", "info", "success", "warning", "danger", "stage-1", "stage-2", "stage-3", "stage-4"],
    }


def read_sample_date() -> Any:  # noqa: ANN401 - an imprecise date
    """Give a range of days."""
    reading = read_date("10-19.02.2020")
    return reading.date if reading else None


def make_stones() -> list[Stone]:
    """Give a path of four stages, each state shown."""
    return [
        Stone("I", _("Organisation"), "done", "#"),
        Stone("II", _("Diagnosis"), "now", "#"),
        Stone("III", _("New Development Path"), "ahead"),
        Stone("IV", pgettext("stage", "Actions"), "ahead", note=_("from May 2021")),
    ]


def make_wrong_form(scheme: str) -> SampleForm:
    """Give a form sent with mistakes."""
    data = {"title": "", "email": "urzad", "kind": "meeting", "mode": "", "when": "31.02.2020"}
    return SampleForm(data, auto_id=f"wrong_{scheme}_%s")


def make_table(request: HttpRequest) -> Table:
    """Give a table with numbers, a link and a word too long for its column."""
    rows = SampleRows(
        SimpleNamespace(pk=number, name=name, people=people, share=share)
        for number, (name, people, share) in enumerate(
            [
                ("Jelenia Góra", 77366, "12,4"),
                ("Wałbrzych", 104692, "14,1"),
                ("Konstantynopolitańczykowianeczkowo nad Rzeką", 512, None),
                ("Świdnica", 55413, "11,0"),
            ]
        )
    )
    columns = (
        Column("name", _("Town"), "name", sort=("name",), href=lambda row: f"#row-{row.pk}"),
        Column("people", _("People"), lambda row: f"{row.people:,}".replace(",", "\u00a0"), sort=("people",), numeric=True),
        Column("share", _("Share, %"), "share", numeric=True),
    )
    return Table(request, cast("QuerySet[Any]", rows), columns, _("People in towns, example data"))


def make_messages() -> list[Message]:
    """Give one message of each kind."""
    return [
        Message(constants.SUCCESS, _("The entry was published.")),
        Message(constants.WARNING, _("The term of two people ends in 30 days.")),
        Message(constants.ERROR, _("The file was not saved: it is larger than 20 MB.")),
    ]


def make_works() -> list[Work]:
    """Give works in each state."""
    now = timezone.now()
    ago = datetime.timedelta
    title = _("Reading the page")
    running = Work.State.RUNNING
    return [
        Work(title=title, state=Work.State.WAITING, created_at=now),
        Work(title=title, state=running, done=13, total=39, started_at=now - ago(seconds=61), moved_at=now),
        Work(title=title, state=running, done=5, total=39, started_at=now - ago(minutes=9), moved_at=now - ago(minutes=5)),
        Work(title=title, state=Work.State.FAILED, message=_("The page could not be read: the file is damaged.")),
    ]
