"""What comes in from an applicant: the head, and what is written afterwards."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from sciezka.core.registers import RegisterNumberError, check_krs, check_nip, check_regon
from sciezka.kit.forms import NounsField
from sciezka.kit.uploads import CheckedFileField
from sciezka.rooms.calls.models import Call, LegalForm
from sciezka.rooms.calls.queries.applicant_kinds import BODY_NAME, list_applicant_kinds
from sciezka.rooms.calls.queries.applying_ready import name_needs, was_announced
from sciezka.rooms.calls.queries.applying_work import CANDIDATE, write_money
from sciezka.rooms.calls.queries.head_labels import HEAD_LABELS
from sciezka.rooms.questions.schema.budgets import parse_amount

LONGEST_SUMMARY: Final = 1000
LONGEST_TEXT: Final = 4000
GREATEST: Final = Decimal(10) ** 12
SAID: Final = {
    "letters": _("Only digits stand in such a number. Check it."),
    "length": _("This number has too few digits or too many. Check it."),
    "zeros": _("Nobody has a number of nothing but zeros. Check it."),
    "checksum": _("There is a slip in this number: its check digit does not fit. Check it."),
}
YES_NO: Final = (("yes", _("yes")), ("no", _("no")))


class MoneyField(forms.CharField):
    """An amount as people write it: with spaces, a comma, „zł” behind it."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "apply__money"})
        super().__init__(max_length=40, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Write a stored amount as it is typed; what was typed stays as it was."""
        return value.replace(".", ",").removesuffix(",00") if isinstance(value, str) and value else value

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Read the amount as plain text, or nothing."""
        text = super().clean(value)
        if not text:
            return None
        amount = parse_amount(text)
        if amount is None or amount < 0 or amount >= GREATEST:
            raise forms.ValidationError(_("Write an amount in złotys, such as 12 500 or 12500,50."), code="amount")
        return write_money(amount)


class RegisterField(forms.CharField):
    """A number of a public register, checked by its digits."""

    def __init__(self, check: Callable[[str], str], **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        self.check = check
        super().__init__(max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)

    def clean(self, value: Any) -> str:  # noqa: ANN401 - Django's signature
        """Give the digits, or say what is wrong with them."""
        text: str = super().clean(value)
        try:
            return self.check(text) if text else ""
        except RegisterNumberError as wrong:
            raise forms.ValidationError(SAID[wrong.code], code=wrong.code) from wrong


def make_text(label: Any, *, longest: int, rows: int = 4, hint: Any = "") -> forms.CharField:  # noqa: ANN401 - lazy texts
    """Make a field for a longer text that says how much may still be written; nothing pasted into it is cut off."""
    field = forms.CharField(
        label=label, max_length=longest, help_text=hint, required=False,
        widget=forms.Textarea(attrs={"rows": rows, "data-longest": str(longest)}),
    )  # fmt: skip
    field.widget.attrs.pop("maxlength", None)
    return field


class HeadForm(forms.Form):
    """The head of a submission. What must be there before sending is marked; a draft may lack it.

    Args:
        call: to which call.
        data: what was sent.
        head: what stands.
        asks_sums: whether the head asks for money.
    """

    title = forms.CharField(
        label=HEAD_LABELS["title"], max_length=200, help_text=_("Short, so that anybody knows what it is about.")
    )
    summary = make_text(
        HEAD_LABELS["summary"], longest=LONGEST_SUMMARY,
        hint=_("What is to be done, where, for whom, and what will be better."),
    )  # fmt: skip
    goals = NounsField(queryset=None, label=HEAD_LABELS["goals"], widget=forms.CheckboxSelectMultiple, required=False)
    area = forms.ChoiceField(label=HEAD_LABELS["area"], required=False)
    asked = MoneyField(label=_("Money asked for (PLN)"), help_text=_("An estimate is enough; 0 when none is needed."))
    own = MoneyField(label=_("Own contribution (PLN)"), required=False, help_text=_("Money, not work or things."))
    applicant_kind = forms.ChoiceField(label=HEAD_LABELS["applicant_kind"], widget=forms.RadioSelect)
    applicant = forms.CharField(
        label=HEAD_LABELS["applicant"], max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=_("Of the organisation or company; a resident gives a name and surname."),
    )  # fmt: skip
    email = forms.EmailField(
        label=HEAD_LABELS["email"], max_length=200, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The private link, the receipt and the result go there. It is not published."),
    )  # fmt: skip
    phone = forms.CharField(
        label=HEAD_LABELS["phone"],
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )

    legal_form = forms.ChoiceField(label=HEAD_LABELS["candidate.legal_form"], choices=(("", "–"), *LegalForm.choices))
    is_public_sector = forms.ChoiceField(
        label=HEAD_LABELS["candidate.is_public_sector"], choices=YES_NO, widget=forms.RadioSelect
    )
    seat = forms.CharField(label=HEAD_LABELS["candidate.seat"], required=False, max_length=200)
    nip = RegisterField(check_nip, label=HEAD_LABELS["candidate.nip"])
    regon = RegisterField(check_regon, label=HEAD_LABELS["candidate.regon"])
    krs = RegisterField(check_krs, label=HEAD_LABELS["candidate.krs"])
    role = make_text(
        HEAD_LABELS["candidate.role"], longest=LONGEST_TEXT, hint=_("What the partner would be responsible for.")
    )
    contribution = make_text(
        HEAD_LABELS["candidate.contribution"], longest=LONGEST_TEXT, hint=_("People, knowledge, premises, equipment, money.")
    )
    experience = make_text(
        HEAD_LABELS["candidate.experience"], longest=LONGEST_TEXT, hint=_("Similar projects: what, when, for how much.")
    )
    signatories = forms.CharField(
        label=HEAD_LABELS["candidate.signatories"], required=False, max_length=300,
        help_text=_("Posts and names of whoever may sign for the body. Only the office sees them."),
    )  # fmt: skip

    def __init__(
        self, call: Call, data: Any = None, *, head: Mapping[str, Any] | None = None, asks_sums: bool = True  # noqa: ANN401
    ) -> None:  # fmt: skip
        self.call, self.before = call, dict(head or {})
        super().__init__(data, initial=spread(self.before))
        if not call.list_of_areas:
            del self.fields["area"]
        else:
            kept = self.before.get("area") or ""
            areas = [*call.list_of_areas, *([kept] if kept and kept not in call.list_of_areas else [])]
            self.fields["area"].choices = [("", "–"), *((area, area) for area in areas)]  # type: ignore[attr-defined]
        goals = call.goals.all()
        self.fields["goals"].queryset = goals  # type: ignore[attr-defined]
        has_goals = bool(goals)
        if not has_goals:
            del self.fields["goals"]
        if not asks_sums:
            del self.fields["asked"], self.fields["own"]
        kinds = list_applicant_kinds(call, str(self.before.get("applicant_kind") or ""))
        self.fields["applicant_kind"].choices = kinds  # type: ignore[attr-defined]
        if call.kind == Call.Kind.PARTNERS:
            self.fields["applicant"].help_text = BODY_NAME
        else:
            for name in CANDIDATE:
                del self.fields[name]
        needed = {name.removeprefix("candidate.") for name in name_needs(call)} | {"asked"}
        if has_goals and was_announced(call, "goals"):
            needed.add("goals")
        for name, field in self.fields.items():
            field.required = name in needed

    @property
    def about_idea(self) -> list[BoundField]:
        """Fields on what is submitted."""
        return [self[name] for name in ("title", "summary", "goals", "area", "asked", "own") if name in self.fields]

    @property
    def about_applicant(self) -> list[BoundField]:
        """Fields on who submits."""
        return [self[name] for name in ("applicant_kind", "applicant", "email", "phone")]

    @property
    def about_body(self) -> list[BoundField]:
        """Fields on the body that offers itself as a partner."""
        order = ("legal_form", "is_public_sector", "seat", "nip", "regon", "krs", "role", "contribution", "experience")
        return [self[name] for name in (*order, "signatories") if name in self.fields]

    def read_sound(self) -> dict[str, Any]:
        """Give the head with all that is sound in it; where something wrong was typed, what stood there before stays."""
        head = {**self.before}
        candidate = {**(self.before.get("candidate") or {})}
        for name, value in self._list_sound():
            (candidate if name in CANDIDATE else head)[name] = value
        return {**head, "candidate": candidate} if self.call.kind == Call.Kind.PARTNERS else head

    def _list_sound(self) -> Iterator[tuple[str, Any]]:
        for name in self.fields:
            if name in self.cleaned_data:
                yield name, make_plain(name, self.cleaned_data[name])
            elif not self[name].data:
                yield name, make_plain(name, None)


def spread(head: Mapping[str, Any]) -> dict[str, Any]:
    """Give a head as the initial values of the form."""
    candidate = head.get("candidate") or {}
    public = candidate.get("is_public_sector")
    values = {**head, **candidate, "goals": [goal["pk"] for goal in head.get("goals", ())]}
    return {**values, "is_public_sector": "" if public is None else "yes" if public else "no"}


def make_plain(name: str, value: Any) -> Any:  # noqa: ANN401 - any field's value
    """Give a cleaned value as a head holds it."""
    if name == "goals":
        return [{"pk": goal.pk, "name": goal.name} for goal in value or ()]
    if name == "is_public_sector":
        return {"yes": True, "no": False}.get(value or "")
    return value if name in {"asked", "own"} else value or ""


class SupplementForm(forms.Form):
    """What supplements a submission: words, and a file where one is needed."""

    text = make_text(_("What you add or explain"), longest=LONGEST_TEXT, rows=6)
    file = CheckedFileField(
        label=_("File"), required=False, help_text=_("One file: PDF, DOCX, ODT, XLSX, a photo or a scan.")
    )

    def __init__(self, data: Any = None, files: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, files, prefix="supplement")
        self.fields["text"].required = True


class ReservationForm(forms.Form):
    """A reservation against the result."""

    text = make_text(_("To what you object, and why"), longest=LONGEST_TEXT, rows=6)

    def __init__(self, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, prefix="reservation")
        self.fields["text"].required = True
