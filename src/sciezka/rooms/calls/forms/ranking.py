"""What is filled in about decisions: one, many at once, approval, publication, corrections and answers."""

from functools import partial
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.kit.figures import AmountField
from sciezka.kit.forms import MomentField, NounField
from sciezka.kit.refusals import SharedForm, attempt, carry_out
from sciezka.rooms.calls.actions.decisions import Verdict, correct_decision, decide, decide_many
from sciezka.rooms.calls.actions.reservations import answer_reservation
from sciezka.rooms.calls.actions.results import approve_call, publish_results
from sciezka.rooms.calls.models import Call, Decision, Reservation, Submission
from sciezka.rooms.calls.queries.submissions import to_decide
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import LegalAct

LONGEST_REASON: Final = 4000
LATEST_VERSION: Final = 2**31 - 1
MOST_MONEY: Final = 14
# What is said of one submission only: where it goes, until when.
ALONE: Final = frozenset({Decision.Outcome.MERGED, Decision.Outcome.REVISE})


def name_submission(submission: Submission) -> str:
    """Name a submission in a list to choose from."""
    return f"{submission.code} {submission}"


class DecisionForm(SharedForm):
    """What becomes of one submission, with the version of the decision that was read."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("call", "Decision"), choices=Decision.Outcome.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("The applicant reads it word for word. Say what weighed, not only how many points there were."),
    )
    granted = AmountField(
        label=_("Money granted (PLN)"), required=False, min_value=0, max_digits=MOST_MONEY, decimal_places=2,
        help_text=_("For what is selected. Left empty, no money is granted by this decision."),
    )  # fmt: skip
    into = NounField(
        label=_("Merged into"), queryset=Submission.objects.none(), required=False, empty_label=_("– choose –"),
        say=name_submission, help_text=_("For what is merged: the one that carries it on."),
    )  # fmt: skip
    revise_until = MomentField(
        label=_("To be revised by"), required=False, help_text=_("For what is to be revised and submitted again.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LATEST_VERSION)

    def __init__(self, submission: Submission, decision: Decision | None, hidden: Any, data: Any = None) -> None:  # noqa: ANN401
        names = ("outcome", "reason", "granted", "into", "revise_until", "version")
        asked = {"version": 0, "granted": submission.asked}
        super().__init__(data, initial={name: getattr(decision, name) for name in names} if decision else asked)
        self.submission = submission
        if not submission.call.asks_money:
            del self.fields["granted"]
        others = to_decide(submission.call).exclude(pk__in=[submission.pk, *hidden])
        self.fields["into"].queryset = others.exclude(decision__outcome=Decision.Outcome.MERGED)  # type: ignore[attr-defined]

    def save(self, actor: User) -> bool:
        """Decide; where somebody else has, keep both."""
        said = dict(self.cleaned_data)
        version = said.pop("version")
        return carry_out(self, decide, actor=actor, submission=self.submission, verdict=Verdict(**said), version=version)


class BulkForm(forms.Form):
    """One decision with one reason for many submissions, as they stand before the one who decides."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("call", "Decision"),
        choices=[choice for choice in Decision.Outcome.choices if choice[0] not in ALONE],
        widget=forms.RadioSelect,
        help_text=_("What is merged or to be revised is decided one by one."),
    )
    reason = forms.CharField(
        label=_("Reason, the same for each"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Each applicant reads it word for word. Write so that it is true of each of them."),
    )
    grants = forms.BooleanField(label=_("Each selected one gets as much money as it asks for"), required=False, initial=True)

    def __init__(self, call: Call, data: Any = None, initial: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial=initial)
        if not call.asks_money:
            del self.fields["grants"]

    def save(self, actor: User, call: Call, rows: list[tuple[Submission, int]]) -> int | None:
        """Decide about all, or say what stands in the way."""
        grants = self.cleaned_data.get("grants", False)
        verdicts = [
            (
                submission,
                Verdict(
                    outcome=self.cleaned_data["outcome"],
                    reason=self.cleaned_data["reason"],
                    granted=submission.asked if grants else None,
                ),
                version,
            )
            for submission, version in rows
        ]
        return attempt(self, partial(decide_many, actor=actor, call=call, verdicts=verdicts))


class ApproveForm(forms.Form):
    """The act that approves the results."""

    act = NounField(
        label=_("The act that approves the results"),
        queryset=LegalAct.objects.none(),
        empty_label=_("– choose –"),
        help_text=_("Acts of the workspace, the newest first."),
    )

    def __init__(self, call: Call, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data)
        self.call = call
        self.fields["act"].queryset = LegalAct.objects.filter(workspace=call.process.workspace)  # type: ignore[attr-defined]

    def save(self, actor: User) -> bool:
        """Record the approval, or say what is missing."""
        return carry_out(self, approve_call, actor=actor, call=self.call, act=self.cleaned_data["act"])


class PublishForm(forms.Form):
    """What is said of the results in short, and that the consequence is known."""

    summary = forms.CharField(
        label=_("Results in short"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Stands above the list on the residents’ page: thanks, what comes next, whom to ask."),
    )
    is_sure = forms.BooleanField(label=_("I know that published results are not taken back."))

    def save(self, actor: User, call: Call) -> bool:
        """Publish, or say why it can't be."""
        return carry_out(self, publish_results, actor=actor, call=call, summary=self.cleaned_data["summary"])


class CorrectionForm(forms.Form):
    """What is corrected in a published decision."""

    text = forms.CharField(
        label=_("What is corrected"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The decision stays as it was published; this stands below it with today’s date."),
    )

    def save(self, actor: User, decision: Decision) -> bool:
        """Add the correction."""
        return carry_out(self, correct_decision, actor=actor, decision=decision, text=self.cleaned_data["text"])


class ReservationForm(SharedForm):
    """The answer to a reservation."""

    answer = forms.CharField(
        label=pgettext_lazy("noun", "Answer"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("It is sent to the applicant at once and can’t be changed afterwards."),
    )

    def save(self, actor: User, reservation: Reservation) -> bool:
        """Answer; where somebody else has, say so."""
        return carry_out(self, answer_reservation, actor=actor, reservation=reservation, text=self.cleaned_data["answer"])

    def mark(self, standing: Reservation) -> dict[str, object]:  # noqa: ARG002 - what was answered is not written over
        """Give nothing: an answer that was sent stays."""
        return {}
