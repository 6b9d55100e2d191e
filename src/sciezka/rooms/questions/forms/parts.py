"""The forms of a questionnaire's head, of its pages and of their sections."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.rooms.questions.forms.conditions import ConditionForm
from sciezka.rooms.questions.forms.lines import set_words
from sciezka.rooms.questions.forms.widgets import PlainSelect
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.drafts import key_of
from sciezka.rooms.questions.queries.sentences import name_page
from sciezka.rooms.questions.schema.types import END, LANGUAGES, Item, Page, Section
from sciezka.rooms.questions.schema.types import Questionnaire as Schema

LANGUAGE_CHOICES = (("pl", gettext_lazy("Polish")), ("en", gettext_lazy("English")), ("uk", gettext_lazy("Ukrainian")))
TEXTS = {"title": "heading", "intro": "intro", "thanks": "thanks"}


class HeadForm(forms.Form):
    """What stands around the questions: the titles, the words before and after, the languages."""

    title = forms.CharField(
        max_length=200, label=gettext_lazy("Name in the office"), help_text=gettext_lazy("Respondents do not see it.")
    )
    audience = forms.ChoiceField(label=gettext_lazy("Meant for"), choices=Questionnaire.Audience.choices)
    heading = forms.CharField(required=False, max_length=300, label=gettext_lazy("Title that respondents read"))
    intro = forms.CharField(
        required=False,
        max_length=10_000,
        label=gettext_lazy("Words before the first page"),
        help_text=gettext_lazy("Who asks, what for, how long it takes. The clause on personal data stands elsewhere."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    thanks = forms.CharField(
        required=False, max_length=10_000, label=gettext_lazy("Words at the end"), widget=forms.Textarea(attrs={"rows": 3})
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        choices=LANGUAGE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Words of a language that is taken off are kept and come back with it."),
    )
    base = forms.ChoiceField(
        label=gettext_lazy("First language"),
        choices=LANGUAGE_CHOICES,
        help_text=gettext_lazy("All texts must have it; it stands in for what has not been translated."),
    )

    def __init__(
        self, questionnaire: Questionnaire, draft: Schema, language: str, data: Mapping[str, Any] | None = None
    ) -> None:
        self.language, self.stored = language, questionnaire.draft
        initial = {
            "title": questionnaire.title,
            "audience": questionnaire.audience,
            "languages": list(draft.languages),
            "base": draft.base,
            **{field: self.stored.get(name, {}).get(language, "") for name, field in TEXTS.items()},
        }
        super().__init__(data, initial=initial)
        if language != draft.base:
            for name, field in TEXTS.items():
                self.fields[field].widget.attrs["placeholder"] = self.stored.get(name, {}).get(draft.base, "")

    def give(self) -> dict[str, Any]:
        """Give the head as it is stored."""
        values = self.cleaned_data
        head = {
            name: set_words(self.stored.get(name, {}), self.language, values[field].strip()) for name, field in TEXTS.items()
        }
        others = [one for one in LANGUAGES if one in values["languages"] and one != values["base"]]
        return {**head, "languages": [values["base"], *others]}


class PartForm(forms.Form):
    """A page or a section: its title, when it shows, and where a page leads."""

    title = forms.CharField(required=False, max_length=300, label=gettext_lazy("Title"))
    text = forms.CharField(
        required=False,
        max_length=10_000,
        label=gettext_lazy("Words above the questions"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    shuffle = forms.BooleanField(required=False)
    skip_to = forms.ChoiceField(required=False, label=gettext_lazy("After this page go to"), widget=PlainSelect)
    code = forms.CharField(
        max_length=40, label=gettext_lazy("Code"), widget=forms.TextInput(attrs={"spellcheck": "false", "class": "short"})
    )

    def __init__(
        self, draft: Schema, part: Page | Section, language: str, data: Mapping[str, Any] | None = None, *, spare: str = ""
    ) -> None:
        self.draft, self.part, self.language = draft, part, language
        is_page = isinstance(part, Page)
        words = {name: dict(getattr(part, name).words) for name in ("title", "text") if hasattr(part, name)}
        self.words = words
        initial = {
            "code": part.code,
            "shuffle": part.shuffle,
            "skip_to": part.skip_to if isinstance(part, Page) else "",
            **{name: said.get(language, "") for name, said in words.items()},
        }
        super().__init__(data, initial=initial)
        if is_page:
            del self.fields["text"]
            self.fields["shuffle"].label = _("Draw the order of sections anew for each person")
            self._offer_pages(initial["skip_to"])
        else:
            del self.fields["skip_to"]
            self.fields["shuffle"].label = _("Draw the order of questions anew for each person")
        earlier = list_before(draft, key_of(part))
        self.condition = ConditionForm(draft, earlier, part.show_if, language, data, prefix="s", spare=spare == "s")

    def _offer_pages(self, held: Any) -> None:  # noqa: ANN401 - a page's code
        codes = [page.code for page in self.draft.pages]
        here = codes.index(self.part.code)
        pages = [
            (page.code, name_page(page, place, self.language, self.draft.base))
            for place, page in enumerate(self.draft.pages, start=1)
            if place > here + 1
        ]
        choices = [("", _("the next page")), *pages, (END, _("the end of the questionnaire"))]
        if held and held not in dict(choices):
            choices.append((str(held), str(held)))
        self.fields["skip_to"].choices = choices  # type: ignore[attr-defined]

    @property
    def is_page(self) -> bool:
        """Tell whether it is a page."""
        return isinstance(self.part, Page)

    @property
    def all_problems(self) -> list[tuple[Any, str]]:
        """List all that is wrong."""
        own = [
            (self[name] if name in self.fields else None, str(said))
            for name, errors in self.errors.items()
            for said in errors
        ]
        return own + self.condition.problems

    def is_valid(self) -> bool:
        """Tell whether all of it can be kept."""
        return self.condition.is_valid() and super().is_valid()

    def give(self, stored: dict[str, Any]) -> dict[str, Any]:
        """Give the part as it is stored, over what stood there."""
        values = self.cleaned_data
        part = {**stored, "code": values["code"], "shuffle": values["shuffle"], "show_if": self.condition.give()}
        if "skip_to" in values:
            part["skip_to"] = values["skip_to"]
        for name, said in self.words.items():
            part[name] = set_words(said, self.language, values[name].strip())
        return part


def list_before(draft: Schema, key: str) -> list[Item]:
    """List the questions before a page or a section, which its condition may speak of."""
    earlier: list[Item] = []
    for page in draft.pages:
        if key_of(page) == key:
            return earlier
        for section in page.sections:
            if key_of(section) == key:
                return earlier
            earlier.extend(section.items)
    return earlier
