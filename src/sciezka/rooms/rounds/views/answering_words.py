"""The sentences that the answering page's script says, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sciezka.rooms.rounds.queries.specials import say_special


def collect_words() -> dict[str, str]:
    """Give the sentences by the keys that the script knows; {count}, {time} and the like are filled in there."""
    return {
        "saved": _("Saved at {time}"),
        "ready": _("Saves by itself"),
        "offline": _("No connection. Changes waiting to be sent: {count}. They are safe on this device."),
        "disconnected": _("No connection. What is changed now will be sent later."),
        "unkept": _("No connection. Changes waiting to be sent: {count}. Keep this page open until they are sent."),
        "signed_out": _(
            "You are signed out. Changes waiting to be sent: {count}. They are safe on this device. "
            "Sign in in another tab; they will be sent then."
        ),
        "other_person": _(
            "Somebody else is signed in in this browser, so nothing is sent. Changes waiting on this device: {count}."
        ),
        "gone": _(
            "This round is not available here any more. Changes that could not be saved: {count}. "
            "They are written out below: copy them and ask the co-ordinator."
        ),
        "late": _(
            "The round has closed. Changes that came after the end: {count}. They are kept, and do not count "
            "unless the co-ordinator admits them."
        ),
        "refused": _("Not saved: {sentence}"),
        "closed": _("The round has closed. What was saved before the end counts."),
        "newer": _("A newer answer from another window or device stands here now."),
        "progress": _("Answered {done} of {asked}"),
        "picked": _("Chosen {done} of at most {most}"),
        "too_many": _("At most {most} may be chosen. Unselect one to choose another."),
        "all_done": _("Everything is answered"),
        "next": pgettext("question", "Next"),
        "finish": _("Finish"),
        "next_row": _("Next row"),
        "moved": _("{item}: place {place} of {count}"),
        "unplaced": _("{item}: without a place"),
        "leave": _(
            "Changes waiting to be sent: {count}. If you sign out now, they will be removed from this device. Sign out?"
        ),
        "taken_back": _("taken back"),
        "dk": _("I don't know"),
        "na": _("Not applicable"),
        "p": say_special("p"),
    }
