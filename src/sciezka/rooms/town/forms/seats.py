"""What comes in about the seats of a workspace."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.seats import LastCoordinatorError, edit_seat, end_seat, give_seat
from sciezka.rooms.town.forms.fields import Data, DayField, check_term
from sciezka.rooms.town.forms.teams import EndForm
from sciezka.rooms.town.models import LegalAct, Seat, Workspace


class SeatForm(forms.Form):
    """Giving a seat by e-mail address."""

    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Whoever has no account gets an invitation at this address.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Seat.Role.choices)
    since = DayField(label=_("From"))
    until = DayField(label=_("To"), required=False, help_text=_("Empty: no end."))
    act = forms.ModelChoiceField(
        LegalAct.objects.none(), label=_("Legal act"), required=False, empty_label=_("none recorded yet"),
        help_text=_("The order or agreement that the right rests on."),
    )  # fmt: skip

    def __init__(self, workspace: Workspace, data: Data = None) -> None:
        super().__init__(data, initial={"since": timezone.localdate()})
        self.workspace = workspace
        self.fields["act"].queryset = workspace.acts.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        check_term(self, "since", "until")
        return self.cleaned_data

    def save(self, actor: User) -> tuple[Seat, bool] | None:
        """Give the seat; give None, with the error at its field, when the person already holds it."""
        try:
            return give_seat(actor=actor, workspace=self.workspace, **self.cleaned_data)
        except forms.ValidationError as problem:
            self.add_error("email", problem)
            return None


class SeatActForm(forms.Form):
    """The act that a seat rests on, named later."""

    act = forms.ModelChoiceField(
        LegalAct.objects.none(), label=_("Legal act"), required=False, empty_label=_("none recorded yet"),
        help_text=_("The order or agreement that the right rests on."),
    )  # fmt: skip

    def __init__(self, seat: Seat, data: Data = None) -> None:
        super().__init__(data, initial={"act": seat.act})
        self.seat = seat
        self.fields["act"].queryset = seat.workspace.acts.all()  # type: ignore[attr-defined]

    def save(self, actor: User) -> Seat:
        """Name the act."""
        return edit_seat(actor=actor, seat=self.seat, act=self.cleaned_data["act"])


class SeatEndForm(EndForm):
    """The last day of a seat."""

    def __init__(self, seat: Seat, data: Data = None) -> None:
        super().__init__(data)
        self.seat = seat

    def save(self, actor: User) -> Seat | None:
        """End the seat; give None, with the reason at its field, when nobody else would co-ordinate."""
        try:
            return end_seat(actor=actor, seat=self.seat, last_day=self.cleaned_data["last_day"])
        except LastCoordinatorError:
            message = _(
                "This is the last co-ordinator: afterwards nobody could change anything here. "
                "Give the seat to another person first."
            )
            self.add_error("last_day", forms.ValidationError(message, code="last"))
            return None
