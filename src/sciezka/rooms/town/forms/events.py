"""What comes in about entries: the entry itself, its links, filters of the list, a choice of drafts."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sciezka.kit.forms import ImpreciseDateField, NounsField, read_number
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.events import LINK_SCHEMES, EventValues, LinkValues, draft_event, edit_event, read_values
from sciezka.rooms.town.models import Event, LegalAct, Process, Stage, Team
from sciezka.rooms.town.queries.events_office import NEWEST_YEAR, OLDEST_YEAR, EventFilter

LONGEST_TEXT = 200_000
MOST_LINKS = 200
MOST_CHOSEN = 1000
TIME_FORMATS = ("%H:%M", "%H.%M", "%H:%M:%S")


class LinkForm(forms.Form):
    """One link of an entry; an empty row is passed over."""

    url = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
    )
    label = forms.CharField(label=_("Text of the link"), required=False, max_length=300)

    def clean_url(self) -> str:
        """Accept addresses of the web, mailboxes and telephones; complete one that was typed without its beginning."""
        url: str = self.cleaned_data["url"].strip()
        if url.lower().startswith("www."):
            url = f"https://{url}"
        if url and (len(url.split()) > 1 or not is_address(url)):
            raise forms.ValidationError(_("Write a whole address, beginning with https://."), code="address")
        return url

    def clean(self) -> dict[str, Any]:
        """Refuse a text that leads nowhere."""
        data = dict(super().clean() or {})
        if data.get("label") and not data.get("url") and not self.errors:
            self.add_error("url", _("This link has a text but no address."))
        return data


def is_address(url: str) -> bool:
    """Tell whether a text is an address that a link may lead to."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    scheme = parts.scheme.lower()
    return scheme in LINK_SCHEMES and bool(parts.netloc if scheme in {"http", "https"} else parts.path)


LinkFormSet = forms.formset_factory(LinkForm, extra=0, max_num=MOST_LINKS, absolute_max=MOST_LINKS + 40, validate_max=True)


def read_links(rows: "forms.BaseFormSet[LinkForm]") -> tuple[LinkValues, ...]:
    """Give the links that were typed, each address once with its first text."""
    typed = [row.cleaned_data for row in rows.forms if row.cleaned_data.get("url")]
    found: dict[str, LinkValues] = {}
    for row in typed:
        found.setdefault(row["url"], LinkValues(url=row["url"], label=row.get("label", "")))
    return tuple(found.values())


class EventForm(forms.Form):
    """An entry of the Kalendarium."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("What happened or will happen, in one line."))
    date = ImpreciseDateField()
    time_start = forms.TimeField(
        label=_("From"),
        required=False,
        input_formats=TIME_FORMATS,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    time_end = forms.TimeField(
        label=_("To"),
        required=False,
        input_formats=TIME_FORMATS,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Event.Kind.choices, initial=Event.Kind.MEETING)
    mode = forms.ChoiceField(label=_("Mode"), choices=[("", _("not given")), *Event.Mode.choices], required=False)
    stage = forms.ModelChoiceField(label=_("Stage"), queryset=Stage.objects.none(), required=False, empty_label=_("none"))
    text = forms.CharField(
        label=_("Text"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 9})
    )
    place_name = forms.CharField(label=_("Place"), max_length=200, required=False)
    teams = NounsField(
        label=_("Bodies taking part"), queryset=Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    participants = forms.CharField(
        label=_("Other participants"),
        max_length=500,
        required=False,
        help_text=_("Positions and bodies, not names of private persons."),
    )
    tool = forms.CharField(
        label=_("Tool"), max_length=160, required=False, help_text=_("For example: a questionnaire, a map of stakeholders.")
    )
    outcome = forms.CharField(
        label=_("Outcome"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    act = forms.ModelChoiceField(
        label=_("Legal act"), queryset=LegalAct.objects.none(), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, process: Process, event: Event | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        self.process = process
        self.event = event
        if event is not None:
            kwargs.setdefault("initial", write_initial(event))
        super().__init__(*args, **kwargs)
        stage, teams, act = self.fields["stage"], self.fields["teams"], self.fields["act"]
        assert isinstance(stage, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        assert isinstance(teams, forms.ModelMultipleChoiceField)  # noqa: S101
        assert isinstance(act, forms.ModelChoiceField)  # noqa: S101
        stage.queryset, teams.queryset, act.queryset = (
            process.stages.all(),
            process.teams.all(),
            process.workspace.acts.all(),
        )
        self.fields["date"].widget.attrs.update(
            {
                "autocomplete": "off",
                "hx-get": reverse("town:event_date", kwargs=process.address),
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "#date-reading",
                "hx-sync": "this:replace",
            }
        )

    def clean(self) -> dict[str, Any]:
        """Check the hours against each other and against the date."""
        data = dict(super().clean() or {})
        start, end, date = data.get("time_start"), data.get("time_end"), data.get("date")
        if end and not start and "time_start" not in self.errors:
            self.add_error("time_start", _("Give the hour at which it begins, or clear the hour at which it ends."))
        if start and end and end <= start and date and date.start == date.end:
            self.add_error("time_end", _("The end must be later than the start."))
        if start and date and date.precision in {"month", "months"}:
            self.add_error("time_start", _("Hours can be given only with a day or a range of days."))
        return data

    def read_values(self, links: tuple[LinkValues, ...]) -> EventValues:
        """Turn what was typed into the values of an entry."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in {"seen", "teams"}}
        return EventValues(**data, teams=tuple(self.cleaned_data["teams"]), links=links)

    def save(self, *, actor: User, links: tuple[LinkValues, ...]) -> Event:
        """Draft a new entry, or change the one that was opened."""
        values = self.read_values(links)
        if self.event is None:
            return draft_event(actor=actor, process=self.process, values=values)
        return edit_event(
            actor=actor, event=self.event, values=values, seen=read_seen(self.cleaned_data["seen"], self.event)
        )


def write_initial(event: Event) -> dict[str, Any]:
    """Give what stands in the fields when an entry is opened."""
    values = read_values(event)
    names = [name for name in EventForm.base_fields if name not in {"seen", "teams"}]
    return {
        **{name: getattr(values, name) for name in names},
        "teams": [team.pk for team in values.teams],
        "seen": event.updated_at.isoformat(),
    }


def read_seen(text: str, event: Event) -> dt.datetime:
    """Read which state of the entry the form was opened with; what can't be read counts as an older one."""
    try:
        seen = dt.datetime.fromisoformat(text)
    except ValueError:
        return event.created_at - dt.timedelta(days=1)
    return seen if seen.tzinfo else seen.replace(tzinfo=dt.UTC)


def open_links(event: Event | None) -> list[dict[str, str]]:
    """Give the rows of links to begin with: those of the entry and an empty one."""
    links = [{"url": link.url, "label": link.label} for link in event.links.all()] if event else []
    return [*links, {"url": "", "label": ""}]


def change_rows(data: QueryDict) -> list[dict[str, str]]:
    """Add or remove a row of links as the pressed button says; everything else typed stays."""
    count = min(read_number(data.get("links-TOTAL_FORMS")) or 0, MOST_LINKS)
    rows = [{name: data.get(f"links-{number}-{name}") or "" for name in ("url", "label")} for number in range(count)]
    removed = read_number(data.get("remove_link"))
    if removed is not None and removed < len(rows):
        del rows[removed]
    if "add_link" in data or not rows:
        rows.append({"url": "", "label": ""})
    return rows


def keep_typed(data: QueryDict) -> dict[str, Any]:
    """Give what was typed as the start of an unbound form, so that it is shown again without being judged."""
    return {name: data.getlist(name) if name == "teams" else data.get(name, "") for name in EventForm.base_fields}


def say_date(text: str) -> tuple[str, bool]:
    """Say how a typed date is read, and whether it could be; an empty text says nothing."""
    if not text.strip():
        return "", True
    try:
        date = ImpreciseDateField().clean(text)
    except forms.ValidationError as error:
        return " ".join(error.messages), False
    assert date is not None  # noqa: S101 - the text is not empty
    said = date.format("en" if get_language() == "en" else "pl")
    return gettext("Read as: %(date)s") % {"date": said}, True


class EventFilterForm(forms.Form):
    """The row of filters above the list; what can't be read filters nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"}))
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("any status")), *Event.Status.choices, ("planned", _("planned"))],
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("any kind")), *Event.Kind.choices])
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, process: Process, years: list[int], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        stage, year = self.fields["stage"], self.fields["year"]
        assert isinstance(stage, forms.ChoiceField)  # noqa: S101 - narrows the type
        assert isinstance(year, forms.ChoiceField)  # noqa: S101
        stages = [(stage.key, str(stage)) for stage in process.stages.all()]
        stage.choices = [("", _("any stage")), *stages, ("none", _("without a stage"))]
        known = [year for year in years if OLDEST_YEAR <= year <= NEWEST_YEAR]
        year.choices = [("", _("any year")), *[(str(year), str(year)) for year in known]]

    def read_filter(self) -> EventFilter:
        """Give what to look for."""
        self.is_valid()
        data = self.cleaned_data
        return EventFilter(
            words=data.get("q", "").strip(),
            status=data.get("status", ""),
            kind=data.get("kind", ""),
            stage=data.get("stage", ""),
            year=data.get("year"),
        )


def read_chosen(values: list[str]) -> list[int]:
    """Read the numbers of chosen entries, passing over what is no number."""
    return [number for value in values if (number := read_number(value)) is not None][:MOST_CHOSEN]
