"""How the fields of a submission's head are called: the same in the form, in what is missing, in the copy and in letters."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Lazy texts, whose type is not one that a form accepts by name.
HEAD_LABELS: Final[Mapping[str, Any]] = {
    "title": _("Title"),
    "summary": _("What it is about, in a few sentences"),
    "goals": _("Goals"),
    "area": _("Part of the territory"),
    "asked": _("Money asked for"),
    "own": _("Own contribution"),
    "applicant_kind": _("Who submits"),
    "applicant": pgettext_lazy("applicant", "Name"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "candidate.legal_form": _("Legal form"),
    "candidate.is_public_sector": _("Does the body belong to the sector of public finance?"),
    "candidate.seat": _("Seat"),
    "candidate.nip": _("Tax number (NIP)"),
    "candidate.regon": _("Statistical number (REGON)"),
    "candidate.krs": _("Court register number (KRS)"),
    "candidate.role": _("Role in the project"),
    "candidate.contribution": _("Contribution"),
    "candidate.experience": _("Experience"),
    "candidate.signatories": _("Who signs"),
}
