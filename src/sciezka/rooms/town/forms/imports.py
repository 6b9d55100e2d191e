"""What comes in when a page is imported: the page, and one of its entries as the reviewer corrects it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sciezka.core.chronicle import MAX_BYTES
from sciezka.kit.forms import ImpreciseDateField, NounsField
from sciezka.kit.uploads import clean_name
from sciezka.rooms.town.actions.events import EventValues, LinkValues
from sciezka.rooms.town.actions.import_values import read_links
from sciezka.rooms.town.models import Event, Process, Stage, Team

LARGEST_MEGABYTES = MAX_BYTES // 1024 // 1024
TIME_FORMATS = ("%H:%M", "%H.%M", "%H:%M:%S")


def say_too_large() -> str:
    """Say that a page is larger than can be read, and what to do."""
    return gettext(
        "The page is larger than %(limit)s MB and was not read. Give only the part with the entries; "
        "pictures and styles are not needed."
    ) % {"limit": LARGEST_MEGABYTES}


class PageForm(forms.Form):
    """A page: its text pasted, or its file, with the name and the address it came from."""

    text = forms.CharField(
        label=_("Paste the page"),
        required=False,
        strip=False,
        help_text=_("In the browser: open the calendar page, select all (Ctrl+A), copy (Ctrl+C), and paste here (Ctrl+V)."),
        widget=forms.Textarea(attrs={"rows": 9, "spellcheck": "false", "data-paste": ""}),
    )
    # What the browser copied beside the plain text: the same page with its links and lists. Filled by imports.js.
    rich = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("Or choose a saved page"),
        required=False,
        allow_empty_file=True,
        help_text=_("A web page, Word document or text file: HTML, DOCX or TXT, up to %(limit)s MB.")
        % {"limit": LARGEST_MEGABYTES},
        widget=forms.FileInput(attrs={"accept": ".txt,.html,.htm,.docx", "data-largest": MAX_BYTES}),
    )
    address = forms.URLField(
        label=_("Address of the page"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=_(
            "Kept beside the entries, so that everyone knows where they come from. The page is not fetched from it."
        ),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://"}),
    )
    name = forms.CharField(label=_("Name of the page"), required=False, max_length=200)

    def __init__(self, *args: Any, is_too_large: bool = False, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.is_too_large = is_too_large

    def clean_file(self) -> Any:  # noqa: ANN401 - an upload or nothing
        """Refuse a file that is too large before any of it is read."""
        file: Any = self.cleaned_data["file"]
        if file and (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(say_too_large(), code="too_large")
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for one page, not none and not two."""
        data = dict(super().clean() or {})
        if self.is_too_large:
            self.add_error("file", say_too_large())
        elif not self.errors:
            text = bool(data.get("text", "").strip())
            if text and data.get("file"):
                self.add_error("file", _("Give either the pasted text or a file, so that it is clear which to read."))
            elif not text and not data.get("file"):
                self.add_error("text", _("Paste the page here, or choose its file below."))
            elif data.get("file") and not data["file"].size:
                self.add_error("file", _("The file is empty. Nothing was imported; check that the right file was chosen."))
        return data

    def read_data(self) -> bytes:
        """Give the bytes of the page."""
        file: Any = self.cleaned_data["file"]
        if file:
            return bytes(file.read())
        rich = self.cleaned_data["rich"]
        # A browser copies "<meta charset=utf-8>" and the piece of the page that was selected.
        return (f'<!doctype html><meta charset="utf-8"><body>{rich}' if rich.strip() else self.cleaned_data["text"]).encode()

    def read_name(self) -> str:
        """Give a name by which the page will be known again."""
        file: Any = self.cleaned_data["file"]
        if self.cleaned_data["name"]:
            return str(self.cleaned_data["name"])
        if file and file.name:
            return clean_name(file.name)
        if self.cleaned_data["address"]:
            return str(self.cleaned_data["address"]).split("://", 1)[1].rstrip("/")
        return gettext("Pasted on %(day)s") % {"day": date_format(timezone.localtime(), "j E Y, H:i")}


class EntryForm(forms.Form):
    """One entry of a page, as the reviewer corrects it."""

    title = forms.CharField(label=_("Title"), max_length=200)
    date = ImpreciseDateField()
    time_start = forms.TimeField(label=_("From"), required=False, input_formats=TIME_FORMATS)
    time_end = forms.TimeField(label=_("To"), required=False, input_formats=TIME_FORMATS)
    kind = forms.ChoiceField(label=_("Kind"), choices=Event.Kind.choices)
    mode = forms.ChoiceField(label=_("Mode"), choices=[("", _("not given")), *Event.Mode.choices], required=False)
    stage = forms.ModelChoiceField(label=_("Stage"), queryset=Stage.objects.none(), required=False, empty_label=_("none"))
    teams = NounsField(
        label=_("Bodies taking part"), queryset=Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    participants = forms.CharField(label=_("Other participants"), max_length=500, required=False)
    text = forms.CharField(label=_("Text for residents"), required=False, widget=forms.Textarea(attrs={"rows": 8}))
    links = forms.CharField(
        label=_("Links"),
        required=False,
        help_text=_("One in a line: the address, a space, and the words it stands under."),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, process: Process, values: EventValues, key: int, **kwargs: Any) -> None:  # noqa: ANN401
        self.values = values
        kwargs.setdefault("initial", write_initial(values))
        kwargs["auto_id"] = f"e{key}_%s"
        super().__init__(*args, **kwargs)
        stage, teams = self.fields["stage"], self.fields["teams"]
        assert isinstance(stage, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        assert isinstance(teams, forms.ModelMultipleChoiceField)  # noqa: S101
        stage.queryset, teams.queryset = process.stages.all(), process.teams.all()
        if not process.teams.exists():
            del self.fields["teams"]
        for name in ("time_start", "time_end"):
            self.fields[name].widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def clean_links(self) -> tuple[LinkValues, ...]:
        """Read the lines; name one that is no address."""
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        kept = [{"url": url, "label": label.strip()} for url, _space, label in (line.partition(" ") for line in lines)]
        links = read_links(kept)
        wrong = {link["url"] for link in kept} - {link.url for link in links}
        if wrong:
            raise forms.ValidationError(
                _("This is not a whole address: %(url)s. Write it from https:// on."),
                code="link",
                params={"url": min(wrong)[:120]},
            )
        return links

    def clean(self) -> dict[str, Any]:
        """Check the hours against each other."""
        data = dict(super().clean() or {})
        start, end, date = data.get("time_start"), data.get("time_end"), data.get("date")
        if end and not start:
            self.add_error("time_start", _("Give the hour at which it begins, or clear the hour at which it ends."))
        if start and end and end <= start and date and date.start == date.end:
            self.add_error("time_end", _("The end must be later than the start."))
        return data

    def read_values(self) -> EventValues:
        """Turn what was typed into the values of an entry; what the form does not ask about stays."""
        data = self.cleaned_data
        return EventValues(
            title=data["title"],
            date=data["date"],
            text=data["text"].replace("\r\n", "\n"),
            time_start=data["time_start"],
            time_end=data["time_end"],
            kind=data["kind"],
            mode=data["mode"],
            stage=data["stage"],
            teams=tuple(data["teams"]) if "teams" in data else (),
            participants=data["participants"],
            links=data["links"],
            place_name=self.values.place_name,
            tool=self.values.tool,
            outcome=self.values.outcome,
            act=self.values.act,
        )


def write_initial(values: EventValues) -> dict[str, Any]:
    """Give what stands in the fields when an entry is opened."""
    names = ("title", "date", "time_start", "time_end", "kind", "mode", "stage", "participants", "text")
    return {
        **{name: getattr(values, name) for name in names},
        "teams": [team.pk for team in values.teams],
        "links": "\n".join(f"{link.url} {link.label}".strip() for link in values.links),
    }
