"""What comes in about drafts of a vision, comments, votes and the adoption."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sciezka.kit.forms import MomentField, NounField, NounsField
from sciezka.kit.refusals import SharedForm, attempt, renew_marks
from sciezka.rooms.path.actions.visions import (
    VisionValues,
    adopt_vision,
    answer_comment,
    comment,
    edit_draft,
    write_draft,
)
from sciezka.rooms.path.actions.visions_votes import VoteValues, ask_vision
from sciezka.rooms.path.models import VisionComment, VisionDraft
from sciezka.rooms.path.models.visions import LONGEST_TEXT, LONGEST_TITLE
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.town.actions.conflicts import Conflict
from sciezka.rooms.town.models import Event, Process, Team
from sciezka.rooms.town.queries.kalendarium import events_of, tell_event

LONGEST_COMMENT = 3000
FIRST_YEAR, LAST_YEAR = 2000, 2199


class DraftForm(SharedForm):
    """What a draft says, with the version that was read."""

    title = forms.CharField(
        label=_("Short name"),
        max_length=LONGEST_TITLE,
        help_text=_("By it people will know the draft in talks and in the vote."),
    )
    text = forms.CharField(
        label=_("Vision"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Two or three sentences that can be said aloud, as if it had come true."),
    )
    year = forms.IntegerField(
        label=_("The year that it looks to"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31)

    def __init__(
        self,
        process: Process,
        draft: VisionDraft | None = None,
        data: Any = None,  # noqa: ANN401 - what a form takes
        *,
        source: VisionDraft | None = None,
    ) -> None:
        begin = draft or source
        names = ("text", "year", *(("title", "version") if draft else ()))
        super().__init__(data, initial={name: getattr(begin, name) for name in names} if begin else None)
        self.process, self.draft = process, draft

    def clean_title(self) -> str:
        """Fold the name into one line."""
        return " ".join(self.cleaned_data["title"].split())

    def save(self, actor: User) -> VisionDraft | None:
        """Write the draft or change it; where somebody else has, keep both texts."""
        said = dict(self.cleaned_data)
        version, values = said.pop("version") or 0, VisionValues(**said)
        if self.draft is None:
            return attempt(self, write_draft, actor=actor, process=self.process, values=values)
        return attempt(self, edit_draft, actor=actor, draft=self.draft, version=version, values=values)


class CommentForm(forms.Form):
    """What somebody says of a draft."""

    text = forms.CharField(
        label=_("Your comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who works in the process sees it with your name. You can remove it."),
    )

    def save(self, actor: User, draft: VisionDraft) -> VisionComment:
        """Keep it."""
        return comment(actor=actor, draft=draft, text=self.cleaned_data["text"])


class AnswerForm(forms.Form):
    """What was done about a comment."""

    answer = forms.CharField(required=False, max_length=LONGEST_COMMENT)

    def save(self, actor: User, remark: VisionComment) -> None:
        """Keep it; an empty answer takes the one before back."""
        answer_comment(actor=actor, remark=remark, text=self.cleaned_data["answer"])


class AdoptForm(forms.Form):
    """Why this draft becomes the vision, and where it was decided."""

    reason = forms.CharField(
        label=_("Why this one"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For instance what the vote came to, and what the comments changed."),
    )
    event = NounField(
        Event.objects.none(), label=_("Where it was decided"), required=False, empty_label=_("no event"), say=tell_event
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)

    def __init__(self, draft: VisionDraft, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={"version": draft.version})
        self.draft = draft
        self.fields["event"].queryset = events_of(draft.process)  # type: ignore[attr-defined]

    def save(self, actor: User) -> VisionDraft | None:
        """Adopt it; when it can't be, say why on the form."""
        try:
            return adopt_vision(actor=actor, draft=self.draft, **self.cleaned_data)
        except Conflict as conflict:
            self.draft = conflict.standing
            said = _("Somebody has changed the draft since you read it. Read it again below, then adopt it.")
            renew_marks(self, ValidationError(said, code="conflict"), version=conflict.standing.version)
        except ValidationError as refusal:
            self.add_error(None, refusal)
        return None


class VoteForm(forms.Form):
    """On which drafts, how, and by whom a vote is held."""

    title = forms.CharField(label=_("Title"), max_length=200)
    drafts = NounsField(
        label=_("Drafts that are voted on"), queryset=VisionDraft.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    kind = forms.ChoiceField(
        label=_("How people vote"),
        widget=forms.RadioSelect,
        choices=[
            (Round.Kind.PICK, _("each chooses one")),
            (Round.Kind.RANKING, _("each puts them in an order")),
        ],
        initial=Round.Kind.PICK,
    )
    audience = forms.ChoiceField(
        label=_("Who votes"),
        widget=forms.RadioSelect,
        choices=[
            (Round.Audience.TEAM, _("a team")),
            (Round.Audience.LINK, _("residents, by an open link")),
            (Round.Audience.LIST, _("people invited by e-mail")),
        ],
        initial=Round.Audience.TEAM,
    )
    team = NounField(label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("– choose –"))
    is_anonymous = forms.BooleanField(
        label=_("Anonymous"), required=False,
        help_text=_("Nobody learns who chose what; the result is shown from five sheets on."),
    )  # fmt: skip
    opens_at = MomentField(label=_("Opens"), required=False, help_text=_("Left empty, it opens at the launch."))
    closes_at = MomentField(label=_("Closes"))

    def __init__(self, process: Process, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        drafts = VisionDraft.objects.filter(process=process, withdrawn_at=None)
        chosen = list(drafts.filter(held_from=None).values_list("pk", flat=True))
        super().__init__(data, initial={"title": _("Vote on the vision"), "drafts": chosen})
        self.process = process
        self.fields["drafts"].queryset = drafts  # type: ignore[attr-defined]
        self.fields["team"].queryset = Team.objects.filter(process=process)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the team where a team votes, and forget it elsewhere."""
        values = self.cleaned_data
        if values.get("audience") != Round.Audience.TEAM:
            values["team"] = None
        elif values.get("team") is None and "team" not in self.errors:
            self.add_error("team", ValidationError(_("Choose the team that votes."), code="required"))
        return values

    def save(self, actor: User) -> Round | None:
        """Prepare the vote; when it can't be, say why on the form."""
        try:
            return ask_vision(actor=actor, process=self.process, values=VoteValues(**self.cleaned_data))
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None
