"""What a clerk types in of a submission on paper."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sciezka.kit.forms import MomentField
from sciezka.kit.refusals import renew_marks, tell_refusal
from sciezka.kit.uploads import CheckedFilesField
from sciezka.rooms.calls.actions.paper import correct_paper, register_paper
from sciezka.rooms.calls.forms.applying import HeadForm
from sciezka.rooms.calls.models import Call, Submission
from sciezka.rooms.calls.queries.applying_work import read_head
from sciezka.rooms.calls.queries.public_call import Change
from sciezka.rooms.calls.queries.submissions_shown import compare_heads
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.conflicts import Conflict

NEEDED = frozenset({"title", "applicant", "stamped_at", "version"})
# Fields of the paper itself, which are no part of the head.
OF_PAPER: Final = ("stamped_at", "scan", "version")
MOST_SCANS: Final = 10


class PaperForm(HeadForm):
    """The stamp and the head of a paper submission; nobody can be asked again, so little has to be there."""

    stamped_at = MomentField(
        label=_("Instant of the stamp"),
        help_text=_("When it came, as the stamp says. By it the submission is in time or late."),
    )
    scan = CheckedFilesField(
        label=_("Scans"), most=MOST_SCANS, required=False,
        help_text=_("Of all pages, with the attachments; several files can be chosen at once."),
    )  # fmt: skip

    def __init__(
        self, call: Call, data: Any = None, files: Any = None, *, asks_sums: bool = True, head: Any = None  # noqa: ANN401
    ) -> None:  # fmt: skip
        super().__init__(call, data, head=head, asks_sums=asks_sums)
        self.files = files if files is not None else self.files
        for name, field in self.fields.items():
            field.required = name in NEEDED
        # What stands on the paper is written down, whoever sent it.
        self.fields["applicant_kind"].choices = Submission.Applicant.choices  # type: ignore[attr-defined]
        self.fields["email"].help_text = _("If it stands on the paper: a confirmation and the result go there.")
        self.fields["applicant"].help_text = _("As it stands on the paper.")

    @property
    def about_paper(self) -> list[forms.BoundField]:
        """Fields on the paper itself."""
        return [self["stamped_at"], self["scan"]]

    def read_paper(self) -> dict[str, Any]:
        """Give what was typed, as the actions take it."""
        head = {name: value for name, value in self.read_sound().items() if name not in OF_PAPER}
        return {"head": head, "stamped_at": self.cleaned_data["stamped_at"], "scans": self.cleaned_data.get("scan") or ()}

    def save(self, actor: User, answers: dict[str, Any]) -> Submission | None:
        """Register it; where it is refused, say why."""
        try:
            return register_paper(actor=actor, call=self.call, answers=answers, **self.read_paper())
        except ValidationError as refusal:
            self.add_error(None, refusal)
        return None


class PaperCorrectionForm(PaperForm):
    """What was typed off paper, to be mended; further scans come beside those that are there."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, submission: Submission, data: Any = None, files: Any = None, *, asks_sums: bool = True) -> None:  # noqa: ANN401
        self.submission = submission
        # What somebody else wrote meanwhile, where it differs.
        self.others: list[Change] = []
        super().__init__(submission.call, data, files, asks_sums=asks_sums, head=read_head(submission))
        self.initial.update(stamped_at=submission.sent_at, version=submission.version)

    @property
    def about_paper(self) -> list[forms.BoundField]:
        """Fields on the paper itself."""
        return [*super().about_paper, self["version"]]

    def save(self, actor: User, answers: dict[str, Any]) -> Submission | None:
        """Correct it; where it is refused, say why and keep what was typed."""
        said = {**self.read_paper(), "version": self.cleaned_data["version"]}
        try:
            return correct_paper(actor=actor, submission=self.submission, answers=answers, **said)
        except Conflict as conflict:
            self.others = list(compare_heads(said["head"], read_head(conflict.standing)))
            renew_marks(self, conflict, version=conflict.standing.version)
        except ValidationError as refusal:
            tell_refusal(self, refusal)
        return None
