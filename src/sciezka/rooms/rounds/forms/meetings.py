"""What comes in about a meeting: who is present, for which entry, and each thing that the facilitator does."""

from typing import Any, Final

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sciezka.core.consensus import Special
from sciezka.kit.forms import NounField, NounsField
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.meetings import (
    agree_here,
    note_company,
    show_item,
    show_spread,
    start_meeting,
    take_back_here,
    turn_timer,
)
from sciezka.rooms.rounds.models import Item, Meeting, Participant, Round
from sciezka.rooms.rounds.queries.meetings import events_to_meet, people_to_meet
from sciezka.rooms.rounds.queries.results import who_answered
from sciezka.rooms.town.models import Event
from sciezka.rooms.town.queries.kalendarium import tell_event

LONGEST_WORDS: Final = 4000
MOST_MINUTES: Final = 60
WORD: Final = r"^\d{1,18}:[-\w]{0,40}:\d{0,18}$"
TURNS: Final = {"timer_start": "start", "timer_pause": "pause", "timer_reset": "reset", "timer_more": "more"}


class MeetingForm(forms.Form):
    """Who meets, for which entry, and how long one item may take."""

    event = NounField(
        label=_("Entry of the Kalendarium"), queryset=Event.objects.none(), required=False,
        empty_label=_("no entry"), say=tell_event,
        help_text=_("Published entries of this process. What is agreed will be tied to the entry."),
    )  # fmt: skip
    present = NounsField(
        label=_("Present"), queryset=Participant.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Can be changed while the meeting goes on."),
    )  # fmt: skip
    guests = forms.CharField(
        label=_("Other people present"), required=False, max_length=500,
        help_text=_("Names or functions, separated by commas."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("Minutes for one item"), min_value=1, max_value=MOST_MINUTES, initial=5,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args: Any, round_: Round, meeting: Meeting | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        if meeting:
            kwargs["initial"] = {
                "event": meeting.event_id, "present": list(meeting.present.values_list("pk", flat=True)),
                "guests": meeting.guests, "minutes": max(1, meeting.timer_seconds // 60),
            }  # fmt: skip
        else:
            kwargs["initial"] = {"present": who_answered(round_)}
        super().__init__(*args, **kwargs)
        self.round, self.meeting = round_, meeting
        people = people_to_meet(round_, meeting.present.all() if meeting else ())
        for name, rows in (("event", events_to_meet(round_)), ("present", people)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def save(self, *, actor: User | None) -> Meeting:
        """Begin the meeting, or change what is noted of it."""
        values = {
            "event": self.cleaned_data["event"],
            "present": self.cleaned_data["present"],
            "guests": self.cleaned_data["guests"],
            "timer_seconds": self.cleaned_data["minutes"] * 60,
        }
        if self.meeting:
            return note_company(meeting=self.meeting, **values)
        return start_meeting(actor=actor, round=self.round, **values)


class StepForm(forms.Form):
    """One thing that the facilitator does."""

    # What to show next, or what was agreed about: an item, a scale and a column as one word.
    to = forms.RegexField(regex=WORD, required=False)
    # When going on: what the words in the fields are about, so that words typed and not saved are kept.
    of = forms.RegexField(regex=WORD, required=False)
    do = forms.ChoiceField(
        choices=[(word, word) for word in ("show_spread", "hide_spread", *TURNS, "words", "take_back", "agree")],
        required=False,
    )
    level = forms.RegexField(regex=r"^(-?\d{1,4}|dk|na|p)$", required=False)
    reason = forms.CharField(required=False, max_length=LONGEST_WORDS)
    dissent = forms.CharField(required=False, max_length=LONGEST_WORDS)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.meeting = meeting

    def clean(self) -> dict[str, Any]:
        """Find the nouns that the word names, inside the round."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        item, scale, against = cleaned["to"].split(":") if cleaned["to"] else ("", "", "")
        items = {str(one.pk): one for one in Item.objects.filter(round=self.meeting.round_id, pk__in=[
            int(word) for word in (item, against) if word])}  # fmt: skip
        for name, word in (("item", item), ("against", against)):
            cleaned[name] = items.get(word)
            if word and cleaned[name] is None:
                raise forms.ValidationError(_("This item does not belong to the round."), code="item")
        cleaned["scale"] = scale
        if (not cleaned["do"] or cleaned["do"] in {"agree", "words", "take_back"}) and cleaned["item"] is None:
            raise forms.ValidationError(_("Choose an item."), code="item")
        return cleaned

    def save(self, *, actor: User | None) -> None:
        """Do it by the action that it names."""
        data, meeting = self.cleaned_data, self.meeting
        do = data["do"]
        if do in {"show_spread", "hide_spread"}:
            show_spread(meeting=meeting, shows=do == "show_spread")
        elif do in TURNS:
            turn_timer(meeting=meeting, turn=TURNS[do])
        elif data["level"]:
            special = data["level"] if data["level"] in set(Special) else ""
            self._agree(actor, value=None if special else int(data["level"]), special=special)
        elif do in {"words", "take_back", "agree"}:
            self._change_agreed(actor, takes_back=do == "take_back")
        else:
            self._go_on(actor)

    @transaction.atomic
    def _go_on(self, actor: User | None) -> None:
        """Keep the words that were typed about what is left, then show the next."""
        data = self.cleaned_data
        # A form that sends no fields for words says nothing about them.
        item, scale, _against = data["of"].split(":") if data["of"] and "reason" in self.data else ("", "", "")
        left = self.meeting.round.agreed.filter(item_id=int(item), scale=scale, against=None).first() if item else None
        if left and (data["reason"], data["dissent"]) != (left.reason, left.dissent):
            agree_here(
                actor=actor, meeting=self.meeting, item=left.item, scale=scale, value=left.value, special=left.special,
                reason=data["reason"], dissent=data["dissent"],
            )  # fmt: skip
        show_item(meeting=self.meeting, item=data["item"], scale=data["scale"])

    def _agree(self, actor: User | None, *, value: int | None, special: str) -> None:
        data = self.cleaned_data
        agree_here(
            actor=actor, meeting=self.meeting, item=data["item"], scale=data["scale"], against=data["against"], value=value,
            special=special, reason=data["reason"], dissent=data["dissent"],
        )  # fmt: skip

    def _change_agreed(self, actor: User | None, *, takes_back: bool) -> None:
        data = self.cleaned_data
        found = self.meeting.round.agreed.filter(item=data["item"], scale=data["scale"], against=data["against"]).first()
        if found is None:
            raise forms.ValidationError(_("Choose the level first; then the reason can be saved."), code="no_level")
        if takes_back:
            take_back_here(actor=actor, meeting=self.meeting, result=found)
        else:
            self._agree(actor, value=found.value, special=found.special)
