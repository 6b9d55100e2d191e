"""What an action refuses, said in the form that asked for it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

Given = TypeVar("Given")


class SharedForm(forms.Form):
    """A form about something that somebody else may change at the same time.

    What stands then is kept in ``standing``, to be shown beside what was typed; sent once more, the form is written over it.
    """

    standing: Any = None

    def mark(self, standing: Any) -> dict[str, object]:  # noqa: ANN401 - a noun of any room
        """Give the hidden fields by which the form says what it was read from."""
        return {"version": standing.version}


def attempt(
    form: forms.Form,
    call: Callable[..., Given],
    /,
    *given: Any,  # noqa: ANN401 - the action's own
    **words: Any,  # noqa: ANN401 - the action's own
) -> Given | None:
    """Do what the form asks for; what the action refuses is said at its field, or above the form, and nothing is given."""
    try:
        return call(*given, **words)
    except ValidationError as problem:
        tell_refusal(form, problem)
        return None


def carry_out(form: forms.Form, action: Callable[..., object], /, **words: Any) -> bool:  # noqa: ANN401 - the action's own
    """Do an action that the form asks for, and tell whether it was done."""
    try:
        action(**words)
    except ValidationError as problem:
        tell_refusal(form, problem)
        return False
    return True


def tell_refusal(form: forms.Form, problem: ValidationError) -> None:
    """Say what an action refused at the field that it is about, or above the form; where two changed the same, keep both."""
    standing = getattr(problem, "standing", None)
    if standing is not None and isinstance(form, SharedForm):
        form.standing = standing
        renew_marks(form, problem, **form.mark(standing))
        return
    said = problem.message_dict if hasattr(problem, "error_dict") else {"": problem.messages}
    for name, messages in said.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)


def renew_marks(form: forms.Form, problem: ValidationError, **marks: object) -> None:
    """Say in a form that what it is about was changed meanwhile; sent once more, it is written over what stands now."""
    data: Any = form.data
    data = data.copy() if isinstance(data, QueryDict) else dict(data)
    for name, mark in marks.items():
        data[form.add_prefix(name)] = str(mark)
    form.data = data
    form.add_error(None, problem)
