"""What comes in when a survey is prepared and led: its terms, dates, and a confirmation."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.kit.forms import MomentField
from sciezka.rooms.people.models import User
from sciezka.rooms.questions.library import Shipped
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.surveys.actions.survey_checks import LONGEST_KEEPING, find_least
from sciezka.rooms.surveys.actions.surveys import (
    SurveyValues,
    edit_survey,
    list_defaults,
    make_shipped_survey,
    make_survey,
    read_values,
    reopen_survey,
    reschedule_survey,
    start_wave,
)
from sciezka.rooms.surveys.models import Phase, Survey
from sciezka.rooms.town.models import Process

Data = Mapping[str, Any] | None
LAST_HOUR: Final = 20
OFFERED_DAYS: Final = 14
MOST_PEOPLE: Final = 50_000_000
ENTRIES: Final = (
    (Survey.Entry.LINK, _("whoever has the link – residents, businesses")),
    (Survey.Entry.CODES, _("pupils with a code of their class – one code for many, no names")),
    (Survey.Entry.LIST, _("people invited by e-mail – a link of their own, used once")),
)


def offer_end() -> dt.datetime:
    """Offer an end: two weeks from now, in the evening."""
    moment = timezone.localtime() + dt.timedelta(days=OFFERED_DAYS)
    return moment.replace(hour=LAST_HOUR, minute=0, second=0, microsecond=0)


class ConfirmForm(forms.Form):
    """A button pressed on purpose."""


class SurveyForm(forms.Form):
    """What a new survey needs; all else has a default that can be changed later."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("For the office’s lists. Respondents read the title of the questionnaire."),
    )
    entry = forms.ChoiceField(label=_("Who answers"), widget=forms.RadioSelect, choices=ENTRIES)
    opens_at = MomentField(
        label=pgettext_lazy("a survey", "Opens"), required=False, help_text=_("Empty: as soon as you open it.")
    )
    closes_at = MomentField(label=pgettext_lazy("a survey", "Closes"), required=False)
    frame_size = forms.IntegerField(
        label=_("How many people it is about"), required=False, min_value=1, max_value=MOST_PEOPLE,
        help_text=_("For example pupils of final classes: 270. It gives the size of the sample and the margin of error."),
    )  # fmt: skip
    takes_paper = forms.BooleanField(label=_("Some will answer on paper"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the opening."""
        opens, closes = self.cleaned_data.get("opens_at"), self.cleaned_data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", ValidationError(_("The end must come after the opening."), code="order"))
        return self.cleaned_data


class NewSurveyForm(SurveyForm):
    """A new survey of a shipped or an own questionnaire."""

    def __init__(
        self, process: Process, source: Shipped | Questionnaire, *, language: str = "pl", data: Data = None
    ) -> None:
        self.process, self.source = process, source
        self.defaults = list_defaults(source.audience)
        title = source.title.say(language) if isinstance(source, Shipped) else source.title
        super().__init__(data, initial={"title": title, "closes_at": offer_end(), "entry": self.defaults["entry"]})

    def save(self, actor: User) -> Survey:
        """Make the survey, and its questionnaire where a shipped one was chosen."""
        values = SurveyValues(**{**self.defaults, **self.cleaned_data})
        if isinstance(self.source, Shipped):
            return make_shipped_survey(actor=actor, process=self.process, shipped=self.source, values=values)
        return make_survey(actor=actor, process=self.process, questionnaire=self.source, values=values)


class TermsForm(SurveyForm):
    """All that can be said about a survey before its launch."""

    purpose = forms.CharField(
        label=_("What the answers are for"), max_length=500, required=False,
        help_text=_("Finish the sentence “We collect the answers in order to …”. It goes into the information clause."),
    )  # fmt: skip
    frame_source = forms.CharField(
        label=_("Where the number of people comes from"), max_length=200, required=False,
        help_text=_("For example: register of residents, 31 December 2025."),
    )  # fmt: skip
    of_minors = forms.BooleanField(
        label=_("Minors answer"), required=False,
        help_text=_("A clause in plain words; no files, no exact places; answers are deleted sooner."),
    )  # fmt: skip
    fewest = forms.IntegerField(
        label=_("Results are shown of at least so many people"), min_value=1, max_value=1000,
        help_text=_("Smaller groups are hidden everywhere, in files too."),
    )  # fmt: skip
    keeps_days = forms.IntegerField(
        label=_("Answers are deleted so many days after the end"), min_value=1, max_value=LONGEST_KEEPING
    )
    legal_basis = forms.CharField(
        label=_("Legal basis"), max_length=300, required=False,
        help_text=_("Empty: Article 6(1)(e) of the GDPR, a task in the public interest."),
    )  # fmt: skip
    once = forms.BooleanField(
        label=_("One answer from one device"), required=False, help_text=_("By a signed cookie; no address is stored.")
    )

    field_order = (
        "title", "purpose", "entry", "opens_at", "closes_at", "frame_size", "frame_source", "takes_paper", "once",
        "of_minors", "fewest", "keeps_days", "legal_basis",
    )  # fmt: skip

    def __init__(self, survey: Survey, data: Data = None) -> None:
        values = read_values(survey)
        super().__init__(data, initial={name: getattr(values, name) for name in self.base_fields})
        self.survey = survey
        least = find_least(survey)
        self.fields["fewest"].min_value = least  # type: ignore[attr-defined]
        self.fields["fewest"].widget.attrs["min"] = least

    def save(self, *, actor: User) -> Survey:
        """Change the survey."""
        return edit_survey(actor=actor, survey=self.survey, values=replace(read_values(self.survey), **self.cleaned_data))


class DatesForm(forms.Form):
    """Dates of a launched survey that lie ahead."""

    opens_at = MomentField(label=pgettext_lazy("a survey", "Opens"), required=False, help_text=_("Empty: now."))
    closes_at = MomentField(label=pgettext_lazy("a survey", "Closes"))

    def __init__(self, survey: Survey, data: Data = None) -> None:
        super().__init__(data, initial={"opens_at": survey.opens_at, "closes_at": survey.closes_at})
        self.survey = survey
        if survey.phase != Phase.WAITING:
            del self.fields["opens_at"]

    def save(self, *, actor: User) -> Survey:
        """Move the dates."""
        return reschedule_survey(actor=actor, survey=self.survey, **self.cleaned_data)


class ReopenForm(forms.Form):
    """Until when a closed survey is open again."""

    closes_at = MomentField(label=pgettext_lazy("a survey", "Closes"))

    def __init__(self, survey: Survey, data: Data = None) -> None:
        super().__init__(data, initial={"closes_at": offer_end()})
        self.survey = survey

    def save(self, *, actor: User) -> Survey:
        """Open it anew."""
        return reopen_survey(actor=actor, survey=self.survey, closes_at=self.cleaned_data["closes_at"])


class WaveForm(forms.Form):
    """The next wave of a survey."""

    title = forms.CharField(label=_("Title"), max_length=200)
    closes_at = MomentField(label=pgettext_lazy("a survey", "Closes"))

    def __init__(self, survey: Survey, data: Data = None) -> None:
        super().__init__(data, initial={"title": survey.title, "closes_at": offer_end()})
        self.survey = survey

    def save(self, *, actor: User) -> Survey:
        """Prepare the wave."""
        return start_wave(actor=actor, survey=self.survey, **self.cleaned_data)
