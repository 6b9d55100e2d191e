"""What a member tells of a resource beside its name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.diagnosis.models import ResourceKind

CHOOSE = ("", _("– choose –"))


class ResourceProposalForm(forms.Form):
    """What is asked of each proposed resource."""

    title_label = _("Resource")
    title_help = _("One thing that the town has and can build on, such as a river, a school, a skill or a good name.")

    kind = forms.ChoiceField(label=_("Kind of resource"), choices=[CHOOSE, *ResourceKind.choices])
    unique = forms.CharField(
        label=_("Why it is unique"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What other towns lack, and for whom it is worth something."),
    )
    control = forms.CharField(
        label=_("Who owns it, who decides about it"), required=False, max_length=300
    )  # fmt: skip
    threats = forms.CharField(
        label=_("What threatens it"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
