"""Who may submit to a call, by its kind."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sciezka.rooms.calls.models import Call, Submission

Applicant = Submission.Applicant
# A partner concludes an agreement in its own name, which a resident and an informal group can't.
BODIES: Final = (Applicant.ORGANISATION, Applicant.COMPANY, Applicant.PUBLIC)
BODY_NAME: Final = _("The full name of the body, as it stands in its register.")


def list_applicant_kinds(call: Call, kept: str = "") -> list[tuple[str, str]]:
    """List the kinds of applicants that a call offers, with their names.

    Args:
        call: the call.
        kept: what a submission said before; it is offered whatever the call, so that nothing written is lost.
    """
    fit = BODIES if call.kind == Call.Kind.PARTNERS else tuple(Applicant)
    return [(one.value, str(one.label)) for one in Applicant if one in fit or one == kept]
