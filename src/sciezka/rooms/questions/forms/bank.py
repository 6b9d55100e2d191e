"""Forms of the item bank."""

import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.rooms.people.models import User
from sciezka.rooms.questions.actions.bank import keep_item
from sciezka.rooms.questions.models import BankItem, Questionnaire

CODE: Final = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")


class ThemeForm(forms.Form):
    """Where a question of the bank belongs, and what is to be known of it."""

    theme = forms.CharField(
        required=False, max_length=80, label=gettext_lazy("Theme"), widget=forms.TextInput(attrs={"list": "themes"})
    )
    note = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("What the office should know before asking it."),
    )


class KeepForm(ThemeForm):
    """Keeping a question of a questionnaire in the bank."""

    code = forms.CharField(
        max_length=40,
        label=gettext_lazy("Lasting code"),
        help_text=gettext_lazy("Capital letters, digits and hyphens, such as TRANSPORT-OCENA. It never changes again."),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "characters"}),
    )
    field_order = ("code", "theme", "note")

    def __init__(self, questionnaire: Questionnaire, item_code: str, data: Mapping[str, Any] | None = None) -> None:
        self.questionnaire, self.item_code = questionnaire, item_code
        super().__init__(data)

    def clean_code(self) -> str:
        """See that the code may stand in files."""
        code: str = self.cleaned_data["code"].strip().upper()
        if not CODE.fullmatch(code):
            raise ValidationError(_("Write capital letters without marks, digits and hyphens between them."))
        return code

    def save(self, actor: User) -> BankItem | None:
        """Keep it; where the code is taken, the form says so."""
        values = self.cleaned_data
        try:
            return keep_item(
                actor=actor,
                questionnaire=self.questionnaire,
                item_code=self.item_code,
                code=values["code"],
                theme=values["theme"].strip(),
                remark=values["note"].strip(),
            )
        except ValidationError as refusal:
            self.add_error("code", refusal)
            return None
