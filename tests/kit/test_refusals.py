"""What an action refuses is said in the form, and what two people changed at once is kept."""

from types import SimpleNamespace

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from sciezka.kit.refusals import SharedForm, attempt, carry_out


class DayForm(SharedForm):
    """A day, with goals to tick and the version that was read."""

    day = forms.CharField()
    goals = forms.MultipleChoiceField(choices=[("1", "one"), ("2", "two")])
    version = forms.IntegerField()


def refuse(problem: ValidationError) -> None:
    raise problem


def test_a_refusal_stands_at_its_field_or_above_the_form() -> None:
    form = DayForm(QueryDict("day=Monday&goals=1&version=3"))
    assert form.is_valid()
    assert not carry_out(form, refuse, problem=ValidationError({"day": "No such day.", "elsewhere": "Something else."}))
    assert list(form.errors["day"]) == ["No such day."]
    assert list(form.non_field_errors()) == ["Something else."]
    assert form.standing is None


def test_where_two_changed_the_same_all_that_was_typed_stays_and_goes_over_what_stands_now() -> None:
    form = DayForm(QueryDict("day=Monday&goals=1&goals=2&version=3"))
    assert form.is_valid()
    conflict = ValidationError("Somebody has changed this.")
    conflict.standing = SimpleNamespace(day="Tuesday", version=4)  # type: ignore[attr-defined]
    assert attempt(form, refuse, conflict) is None
    assert form.standing.day == "Tuesday"
    assert list(form.non_field_errors()) == ["Somebody has changed this."]
    again = DayForm(form.data)
    assert again.is_valid()
    assert again.cleaned_data == {"day": "Monday", "goals": ["1", "2"], "version": 4}
