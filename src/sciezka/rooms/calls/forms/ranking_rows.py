"""Deciding straight in the ranking's table: one decision and reason for each row, sent together."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sciezka.kit.figures import AmountField
from sciezka.kit.refusals import SharedForm, carry_out
from sciezka.rooms.calls.actions.decisions import Verdict, decide
from sciezka.rooms.calls.forms.ranking import ALONE, LATEST_VERSION, LONGEST_REASON, MOST_MONEY
from sciezka.rooms.calls.models import Decision
from sciezka.rooms.calls.queries.ranking_page import Line
from sciezka.rooms.people.models import User

HERE = tuple(choice for choice in Decision.Outcome.choices if choice[0] not in ALONE)


class RowForm(SharedForm):
    """What is decided about one submission of the table.

    Each field comes back with what stood in it when the page was drawn, so that a row nobody touched is told from one that
    somebody changed, whatever was decided elsewhere meanwhile.
    """

    outcome = forms.ChoiceField(label=pgettext_lazy("call", "Decision"), required=False, show_hidden_initial=True)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=LONGEST_REASON, show_hidden_initial=True,
        widget=forms.Textarea(attrs={"rows": 1, "placeholder": gettext_lazy("Reason")}),
    )  # fmt: skip
    granted = AmountField(
        label=gettext_lazy("Money granted (PLN)"), required=False, min_value=0, max_digits=MOST_MONEY, decimal_places=2,
        show_hidden_initial=True,
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LATEST_VERSION)

    def __init__(self, line: Line, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        submission, decision = line.submission, line.decision
        initial = {"version": 0, "granted": submission.asked}
        if decision:
            initial = {name: getattr(decision, name) for name in ("outcome", "reason", "granted", "version")}
        super().__init__(data, initial=initial, prefix=f"d{submission.pk}")
        self.line = line
        self.fields["outcome"].choices = HERE if decision else (("", _("– not decided –")), *HERE)  # type: ignore[attr-defined]
        if not submission.call.asks_money:
            del self.fields["granted"]
        for name, field in self.fields.items():
            if name != "version":
                field.widget.attrs |= {"class": "ds-input", "aria-label": f"{field.label} {submission.code}"}

    @property
    def is_touched(self) -> bool:
        """Tell whether something was decided or written in the row; money alone decides nothing before a decision stands."""
        changed = set(self.changed_data) - {"version"}
        return bool(changed if self.line.decision else changed - {"granted"})

    def clean(self) -> dict[str, Any]:
        """Ask for what is missing beside what was said."""
        said = super().clean() or {}
        if "outcome" in said and not said["outcome"]:
            self.add_error("outcome", ValidationError(_("Choose what becomes of it."), code="outcome"))
        elif "reason" in said and not said["reason"]:
            self.add_error("reason", ValidationError(_("Give a reason: the applicant reads it."), code="reason"))
        return said

    def save(self, actor: User) -> bool:
        """Decide; where somebody else has, keep both."""
        said = dict(self.cleaned_data)
        version = said.pop("version")
        return carry_out(
            self, decide, actor=actor, submission=self.line.submission, verdict=Verdict(**said), version=version
        )


def make_rows(lines: Iterable[Line], data: Any = None) -> list[RowForm]:  # noqa: ANN401 - what a form takes
    """Make a form for each line that the table can decide about: mergers and revisions say more than fits into a row."""
    return [
        RowForm(line, data)
        for line in lines
        if line.is_to_decide and (line.decision is None or line.decision.outcome not in ALONE)
    ]


def save_rows(rows: Iterable[RowForm], actor: User) -> tuple[int, list[RowForm]]:
    """Record each row that somebody touched; give how many were, and the rows that wait for something to be mended."""
    touched = [row for row in rows if row.is_touched]
    refused = [row for row in touched if not (row.is_valid() and row.save(actor))]
    return len(touched) - len(refused), refused
