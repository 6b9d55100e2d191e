"""What comes in about a process: opening it and its settings."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sciezka.kit.slugs import make_slug
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.processes import ProcessValues, edit_process, open_process
from sciezka.rooms.town.actions.programmes import load_shipped_programmes
from sciezka.rooms.town.forms.fields import Data, DayField, check_term, text_area
from sciezka.rooms.town.models import Process, Programme, Workspace
from sciezka.rooms.town.models.processes import RESERVED_PROCESS_SLUGS
from sciezka.rooms.town.programmes import ProgrammeTemplate
from sciezka.rooms.town.queries.programmes import programmes_on_offer

NO_PROGRAMME = "none"


class ProgrammeSelect(forms.RadioSelect):
    """Radio buttons that say, under each programme, what it is and what opening it will make."""

    template_name = "town/_programme_choice.html"
    use_fieldset = True

    def __init__(self, templates: list[ProgrammeTemplate]) -> None:
        super().__init__()
        self.templates = {template.key: template for template in templates}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        """Give each option its template, for the description."""
        option = super().create_option(name, value, *args, **kwargs)
        template = self.templates.get(str(value))
        option["programme"] = template
        option["about"] = template.summary.in_language(get_language() or "pl") if template else ""
        return option


class ProcessOpenForm(forms.Form):
    """Opening a process."""

    programme = forms.ChoiceField(
        label=_("Programme"), error_messages={"required": _("Choose a programme, or “without a programme”.")}
    )
    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As residents will read it."))
    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        required=False,
        help_text=_("The last word of the page's address. Made from the name when left empty; it can't be changed later."),
        error_messages={"invalid": _("Use small letters without Polish marks, digits and hyphens.")},
    )
    started_on = DayField(label=_("Start"), help_text=_("The days of the planned tasks are counted from this day."))

    def __init__(self, workspace: Workspace, data: Data = None) -> None:
        super().__init__(data, initial={"started_on": timezone.localdate()})
        self.workspace = workspace
        templates = programmes_on_offer()
        language = get_language() or "pl"
        choices = [(template.key, template.name.in_language(language)) for template in templates]
        field = self.fields["programme"]
        field.widget = ProgrammeSelect(templates)
        field.choices = [*choices, (NO_PROGRAMME, _("Without a programme"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Make the address from the name when none was typed; refuse one that is reserved."""
        values = self.cleaned_data
        if "name" in values and "slug" in values:
            values["slug"] = values["slug"].lower() or make_slug(values["name"], fallback="proces")
            if values["slug"] in RESERVED_PROCESS_SLUGS:
                self.add_error(
                    "slug",
                    forms.ValidationError(_("This word is kept for other pages. Choose another one."), code="reserved"),
                )
        return values

    def save(self, actor: User) -> Process | None:
        """Open the process; give None, with the error at its field, when the address is taken."""
        values = self.cleaned_data
        programme = None
        if values["programme"] != NO_PROGRAMME:
            load_shipped_programmes()
            programme = Programme.objects.get(key=values["programme"])
        try:
            return open_process(
                actor=actor,
                workspace=self.workspace,
                slug=values["slug"],
                values=ProcessValues(name=values["name"], started_on=values["started_on"]),
                programme=programme,
            )
        except forms.ValidationError as problem:
            self.add_error("slug", problem)
            return None


class ProcessForm(forms.Form):
    """The settings of a process."""

    name = forms.CharField(label=_("Name"), max_length=200)
    summary = forms.CharField(
        label=_("For residents, in a few sentences"),
        required=False,
        max_length=4000,
        widget=text_area(5),
        help_text=_("What the process is for, who runs it and how to take part. Stands at the top of the public page."),
    )
    started_on = DayField(label=_("Start"))
    ended_on = DayField(label=_("End"), required=False, help_text=_("Leave empty while the process is under way."))

    def __init__(self, process: Process, data: Data = None) -> None:
        initial = {name: getattr(process, name) for name in ("name", "summary", "started_on", "ended_on")}
        super().__init__(data, initial=initial)
        self.process = process

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        check_term(self, "started_on", "ended_on")
        return self.cleaned_data

    def save(self, actor: User) -> Process:
        """Change the process."""
        return edit_process(actor=actor, process=self.process, values=ProcessValues(**self.cleaned_data))
