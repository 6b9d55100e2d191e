"""What people send to fill in a diagnostic card: its texts, evidence, deficits and improvements."""

import datetime as dt
import re
from typing import Any, Final

from django import forms
from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.kit.uploads import CheckedFileField
from sciezka.rooms.assessment.actions.cards import SAID, CardValues
from sciezka.rooms.assessment.actions.evidence import LARGEST, EvidenceValues
from sciezka.rooms.assessment.actions.improvements import ImprovementValues
from sciezka.rooms.assessment.forms.fields import DayField, text_area
from sciezka.rooms.assessment.models import Card, Deficit, Evidence, Improvement
from sciezka.rooms.assessment.models.cards import Priority
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries import standing_nodes
from sciezka.rooms.town.queries.tasks import people_of

LONGEST: Final = 10_000
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,19}")


class CardForm(forms.Form):
    """What a team writes about one question."""

    current_state = forms.CharField(
        label=gettext_lazy("Current state"), required=False, max_length=LONGEST, widget=text_area(5),
        help_text=gettext_lazy("What is there today, in facts that can be shown."),
    )  # fmt: skip
    strengths = forms.CharField(
        label=gettext_lazy("Strengths"), required=False, max_length=LONGEST, widget=text_area(3),
        help_text=gettext_lazy("One in each line."),
    )  # fmt: skip
    deficits_text = forms.CharField(
        label=gettext_lazy("Deficits"), required=False, max_length=LONGEST, widget=text_area(3),
        help_text=gettext_lazy("What is lacking, one in each line. Important ones can then be put on the golden thread."),
    )  # fmt: skip
    causes = forms.CharField(
        label=gettext_lazy("Causes"), required=False, max_length=LONGEST, widget=text_area(3),
        help_text=gettext_lazy("Why it is so."),
    )  # fmt: skip
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Priority"), required=False, coerce=int, empty_value=None,
        choices=[("", gettext_lazy("– not set –")), *Priority.choices],
    )  # fmt: skip
    # When the card that is being changed was last changed: nobody's words are written over unseen.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, card: Card) -> None:  # noqa: ANN401 - Django's own argument
        initial: dict[str, Any] = {name: getattr(card, name) for name in SAID}
        initial["seen"] = "" if card._state.adding else card.changed_at.isoformat()
        super().__init__(data, initial=initial)

    def read_values(self) -> CardValues:
        """Give what was written."""
        return CardValues(**{name: self.cleaned_data[name] for name in SAID})

    def read_seen(self) -> dt.datetime | None:
        """Give the moment of the version that the writer saw."""
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None

    def show_other(self, card: Card) -> list[tuple[str, str]]:
        """Take up another's change: list what they wrote, field by field, and let the next saving stand."""
        self.data = {**self.data.dict(), "seen": card.changed_at.isoformat()}  # type: ignore[attr-defined]
        other = []
        for name in SAID:
            field = self.fields[name]
            text = card.get_priority_display() if name == "priority" else getattr(card, name)
            if getattr(card, name) != self.cleaned_data.get(name):
                other.append((str(field.label), str(text or "–")))
        return other


class EvidenceForm(forms.Form):
    """Evidence of one kind."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), widget=forms.RadioSelect, choices=Evidence.Kind.choices)
    title = forms.CharField(
        label=gettext_lazy("Title"), required=False, max_length=300,
        help_text=gettext_lazy("As the document or the figure is called; for a note, the note itself."),
    )  # fmt: skip
    file = CheckedFileField(label=gettext_lazy("File"), required=False, max_bytes=LARGEST)
    url = forms.URLField(label=gettext_lazy("Link"), required=False, max_length=500, assume_scheme="https")
    finding = forms.ModelChoiceField(
        label=gettext_lazy("From the golden thread"), queryset=Node.objects.none(), required=False,
        empty_label=gettext_lazy("– choose –"),
    )  # fmt: skip
    indicator = forms.CharField(
        label=gettext_lazy("Code of the indicator"), required=False, max_length=20,
        help_text=gettext_lazy("As in the catalogue of the monitor, for example E2A1."),
    )  # fmt: skip

    needs: Final = {"file": "file", "link": "url", "finding": "finding", "indicator": "indicator", "note": "title"}

    def __init__(self, *args: Any, card: Card, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own arguments
        super().__init__(*args, **kwargs)
        nodes = standing_nodes(card.place)
        self.fields["finding"].queryset = nodes  # type: ignore[attr-defined]
        if not nodes.exists():
            del self.fields["finding"]
            kinds = [choice for choice in Evidence.Kind.choices if choice[0] != Evidence.Kind.FINDING]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        """Only addresses that a browser opens without running anything."""
        url = str(self.cleaned_data["url"])
        if url and not url.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(_("Write an address that begins with https://."), code="scheme")
        return url

    def clean_indicator(self) -> str:
        """A code of letters and digits."""
        code = str(self.cleaned_data["indicator"])
        if code and not _CODE.fullmatch(code):
            raise forms.ValidationError(_("Write the code alone, such as E2A1."), code="code")
        return code

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen kind needs."""
        values = super().clean() or self.cleaned_data
        needed = self.needs.get(values.get("kind", ""), "")
        if needed and not values.get(needed) and needed not in self.errors:
            self.add_error(needed, forms.ValidationError(_("Evidence of this kind needs it."), code="required"))
        return values

    def read_values(self) -> EvidenceValues:
        """Give what was sent; only what belongs to the chosen kind."""
        values, kind = self.cleaned_data, self.cleaned_data["kind"]
        node: Node | None = values.get("finding") if kind == Evidence.Kind.FINDING else None
        code = node.code if node else values["indicator"] if kind == Evidence.Kind.INDICATOR else ""
        url = values["url"] if kind == Evidence.Kind.LINK else ""
        title = values["title"] or (node.title if node else "") or code or url
        return EvidenceValues(kind=kind, title=title[:300], url=url, code=code)

    @property
    def uploaded(self) -> Any:  # noqa: ANN401 - Django's upload
        """The file, where evidence is a file."""
        return self.cleaned_data.get("file") if self.cleaned_data["kind"] == Evidence.Kind.FILE else None


class DeficitForm(forms.Form):
    """A deficit in one sentence."""

    title = forms.CharField(
        label=gettext_lazy("Deficit (a sentence)"), max_length=300,
        help_text=gettext_lazy("A problem of the institution, not of people: what is lacking, and what follows from it."),
    )  # fmt: skip
    causes = forms.CharField(label=gettext_lazy("Causes"), required=False, max_length=LONGEST, widget=text_area(4))

    def clean_title(self) -> str:
        """One line."""
        return " ".join(str(self.cleaned_data["title"]).split())


class ImprovementForm(forms.Form):
    """A line of the action plan."""

    title = forms.CharField(
        label=gettext_lazy("Improvement (a sentence)"),
        max_length=300,
        help_text=gettext_lazy("What is to be done, beginning with a verb."),
    )
    deficit = forms.ModelChoiceField(
        label=gettext_lazy("Answers the deficit"),
        queryset=Deficit.objects.none(),
        required=False,
        empty_label=gettext_lazy("none named"),
    )
    owner = forms.CharField(
        label=gettext_lazy("Responsible unit or position"), required=False, max_length=160,
        help_text=gettext_lazy("As the office names it, for example: Human Resources Department."),
    )  # fmt: skip
    person = forms.ModelChoiceField(
        label=gettext_lazy("Responsible person"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody chosen"),
        help_text=gettext_lazy("Only those who have an account here."),
    )
    due = DayField(label=gettext_lazy("By when"), required=False)
    priority = forms.TypedChoiceField(label=gettext_lazy("Priority"), coerce=int, choices=Priority.choices)
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=Improvement.State.choices)

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 - Django's own argument
        *,
        card: Card,
        improvement: Improvement | None = None,
        deficit: int | None = None,
    ) -> None:
        urgency = card.priority or Priority.MIDDLE
        initial: dict[str, Any] = {"priority": urgency, "state": Improvement.State.PROPOSED, "deficit": deficit}
        if improvement:
            names = ("title", "deficit", "owner", "person", "due", "priority", "state")
            initial = {name: getattr(improvement, name) for name in names}
        super().__init__(data, initial=initial)
        rows = Deficit.objects.filter(card__assessment=card.assessment, card__code=card.code)
        people = people_of(card.place)
        if improvement and improvement.deficit_id:
            # What was chosen before stays in the list, even when it was withdrawn or the person's rights have ended.
            self._offer("deficit", rows.filter(Q(withdrawn_at=None) | Q(pk=improvement.deficit_id)))
        else:
            self._offer("deficit", rows.filter(withdrawn_at=None))
        if improvement and improvement.person_id:
            people = (people | User.objects.filter(pk=improvement.person_id)).distinct()
        self._offer("person", people)
        if not rows.exists():
            del self.fields["deficit"]

    def _offer(self, name: str, rows: Any) -> None:  # noqa: ANN401 - rows of any model
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def read_values(self) -> ImprovementValues:
        """Give what was sent."""
        values = {"deficit": None, **self.cleaned_data}
        return ImprovementValues(**values)
