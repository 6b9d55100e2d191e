"""What comes in about sharing submissions out and about differing points."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sciezka.kit.forms import NounField
from sciezka.kit.refusals import SharedForm, attempt, carry_out
from sciezka.rooms.calls.actions.cards import discuss_spread, mark_discussion
from sciezka.rooms.calls.actions.commission_scoring import add_card, pass_on, remove_card, reopen_scoring
from sciezka.rooms.calls.models import Call, Declaration, ScoreCard, Submission
from sciezka.rooms.calls.queries.members import list_members
from sciezka.rooms.people.models import User


def people_of(call: Call) -> Any:  # noqa: ANN401 - a queryset of accounts
    """List the accounts of those who sit on a call's commission."""
    return User.objects.filter(pk__in=[member.user.pk for member in list_members(call)]).order_by("name", "pk")


class AssessorForm(forms.Form):
    """One more assessor of a submission."""

    user = NounField(User.objects.none(), label=_("Who"), empty_label=_("– choose –"))

    def __init__(self, submission: Submission, data: Any = None, *, way: str = ScoreCard.Way.ASSIGNED) -> None:  # noqa: ANN401
        super().__init__(data)
        self.submission, self.way = submission, way
        tied = Declaration.objects.filter(submission=submission, stance=Declaration.Stance.CONFLICT)
        away = [*submission.cards.values_list("user_id", flat=True), *tied.values_list("user_id", flat=True)]
        people = people_of(submission.call).exclude(pk__in=[key for key in away if key])
        self.fields["user"].queryset = people  # type: ignore[attr-defined]

    @property
    def is_possible(self) -> bool:
        """Tell whether there is anybody to choose."""
        return bool(self.fields["user"].queryset.exists())  # type: ignore[attr-defined]

    def save(self, actor: User) -> bool:
        """Give them a card; tell whether it could be done."""
        user = self.cleaned_data["user"]
        return carry_out(self, add_card, actor=actor, submission=self.submission, user=user, way=self.way)


class RemoveForm(forms.Form):
    """Whose card is taken away."""

    def __init__(self, submission: Submission, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data)
        self.fields["card"] = CardField(submission)

    def save(self, actor: User) -> bool:
        """Take it away; tell whether it could be done."""
        return carry_out(self, remove_card, actor=actor, card=self.cleaned_data["card"])


class CardField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A card of a submission, by its key."""

    def __init__(self, submission: Submission) -> None:
        rows = ScoreCard.objects.filter(submission=submission).select_related("submission__call")
        super().__init__(rows, widget=forms.HiddenInput)


class PassForm(forms.Form):
    """Whose cards are passed on, and to whom."""

    giver = NounField(User.objects.none(), label=_("Whose cards"), empty_label=_("– choose –"))
    taker = NounField(User.objects.none(), label=_("Who takes them over"), empty_label=_("– choose –"))

    def __init__(self, call: Call, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data)
        self.call = call
        waiting = ScoreCard.objects.filter(submission__call=call, handed_in_at__isnull=True, user__isnull=False)
        givers = User.objects.filter(pk__in=waiting.values("user_id")).order_by("name", "pk")
        self.fields["giver"].queryset = givers  # type: ignore[attr-defined]
        self.fields["taker"].queryset = people_of(call)  # type: ignore[attr-defined]

    def save(self, actor: User) -> int | None:
        """Pass them on and tell how many; nothing when it can't be done."""
        return attempt(self, pass_on, actor=actor, call=self.call, **self.cleaned_data)


class ReopenForm(forms.Form):
    """Why scoring is opened again."""

    reason = forms.CharField(label=_("Why"), max_length=300)

    def save(self, actor: User, call: Call) -> bool:
        """Open it; tell whether it could be done."""
        return carry_out(self, reopen_scoring, actor=actor, call=call, reason=self.cleaned_data["reason"])


class DiscussForm(SharedForm):
    """What a discussion of differing points came to, and which cards are judged anew."""

    words = forms.CharField(
        label=_("What the discussion came to"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It goes into the protocol."),
    )  # fmt: skip
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, submission: Submission, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={"words": submission.discussion, "seen": mark_discussion(submission)})
        self.submission = submission
        rows = ScoreCard.objects.filter(submission=submission, handed_in_at__isnull=False, user__isnull=False)
        self.fields["cards"] = CardsField(rows.select_related("user", "submission__call"))

    def save(self, actor: User) -> bool:
        """Record it; tell whether it could be done."""
        said = {name: self.cleaned_data[name] for name in ("words", "seen")}
        cards = self.cleaned_data["cards"]
        return carry_out(self, discuss_spread, actor=actor, submission=self.submission, given_back=cards, **said)

    def mark(self, standing: Submission) -> dict[str, object]:
        """Give the sign of the record that stands."""
        return {"seen": mark_discussion(standing)}


class CardsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Cards of a submission to tick, named by their assessors."""

    def __init__(self, rows: Any) -> None:  # noqa: ANN401 - a queryset
        super().__init__(
            rows, required=False, widget=forms.CheckboxSelectMultiple, label=_("Cards that go back to be judged anew"),
            help_text=_("What they said before is kept. None: the points stand."),
        )  # fmt: skip

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - Django's signature
        """Name the assessor."""
        return str(obj.user)
