"""Who was at the town's events, for rooms that ask whether somebody was heard."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.core.namesakes import fold_name
from sciezka.kit.manifests import Heard
from sciezka.rooms.town.models import Attendee, Process


def hear_attendees(process: Process, signs: Mapping[int, Sequence[tuple[str, str]]]) -> Mapping[int, Sequence[Heard]]:
    """Tell on which days somebody of each stakeholder was at an event of the workspace, or had promised to come.

    Several people of one body at one event are one occasion. A promise counts where nobody wrote down who was present.
    """
    owners: dict[tuple[str, str], set[int]] = defaultdict(set)
    for key, rows in signs.items():
        for kind, value in rows:
            owners[kind, fold_name(value) if kind == "name" else value.lower()].add(key)
    attended: dict[int, dict[int, dt.date]] = defaultdict(dict)
    promised: dict[int, dict[int, dt.date]] = defaultdict(dict)
    rows_ = Attendee.objects.filter(
        Q(was_present=True) | Q(answer=Attendee.Answer.YES, was_present__isnull=True),
        event__process__workspace=process.workspace,
        event__called_off_at=None,
        event__end__lte=timezone.localdate(),
    ).select_related("user", "event")
    for attendee in rows_:
        found = attended if attendee.was_present else promised
        for key in find_owners(attendee, owners):
            found[key][attendee.event_id] = attendee.event.end
    return {
        key: [
            Heard(_("was at an event"), tuple(sorted(attended[key].values()))),
            Heard(
                _("accepted an invitation"),
                tuple(sorted(day for event, day in promised[key].items() if event not in attended[key])),
            ),
        ]
        for key in {*attended, *promised}
    }


def find_owners(attendee: Attendee, owners: Mapping[tuple[str, str], set[int]]) -> set[int]:
    """Tell whose signs an attendee carries: the address, its domain, the name."""
    address = attendee.address.lower()
    signs = [("name", fold_name(attendee.shown_name))]
    if address:
        signs += [("email", address), ("domain", address.rsplit("@", 1)[-1])]
    return {key for sign in signs if sign[1] for key in owners.get(sign, ())}
