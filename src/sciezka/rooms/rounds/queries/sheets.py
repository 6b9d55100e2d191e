"""Reading what one person answered: their own sheet, found by their account or by their personal address."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.crypto import salted_hmac

from sciezka.rooms.rounds.models import Answer, Item, Participant, Round, Sheet

_signer = Signer(salt="rounds.participant")

CellKey = tuple[int, str, int | None]
"""What one answer is about: the item, the scale's key and, in a matrix, the column."""


def write_cell(cell: CellKey) -> str:
    """Write what is answered or agreed about as one word of a form: ``item:scale:column``."""
    item, scale, against = cell
    return f"{item}:{scale}:{against or ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LateSheet:
    """A sheet with answers that came after the end."""

    sheet: Sheet
    count: int


def key_of(participant: Participant) -> str:
    """Give the word of a participant's personal address; it is reckoned, not kept."""
    return _signer.sign(str(participant.pk))


def find_by_key(key: str) -> Participant:
    """Find the participant of a personal address, or answer 404.

    A member of a team signs in instead, so their key opens nothing: what a team's member may see ends with the term.
    """
    try:
        number = int(_signer.unsign(key))
    except (BadSignature, ValueError) as wrong:
        raise Http404 from wrong
    rows = Participant.objects.select_related("round__process__workspace", "user")
    rows = rows.filter(removed_at=None, round__launched_at__isnull=False)
    rows = rows.exclude(user__isnull=False, round__audience=Round.Audience.TEAM)
    return get_object_or_404(rows, pk=number)


def digest_of(participant: Participant) -> str:
    """Give the word by which a browser tells whose unsent changes it holds; nobody is found by it."""
    return salted_hmac("rounds.outbox", str(participant.pk), algorithm="sha256").hexdigest()[:24]


def sheet_key(participant: Participant) -> str:
    """Give the key that ties a participant to a sheet of an anonymous round; empty once the salt is gone."""
    salt = participant.round.salt
    return salted_hmac(f"rounds.sheet{salt}", str(participant.pk), algorithm="sha256").hexdigest() if salt else ""


def find_sheet(participant: Participant) -> Sheet | None:
    """Find a participant's own sheet; in an anonymous round only while its salt lives."""
    sheets = Sheet.objects.filter(round=participant.round_id)
    if not participant.round.is_anonymous:
        return sheets.filter(participant=participant).first()
    key = sheet_key(participant)
    return sheets.filter(key=key).first() if key else None


def answers_of(sheet: Sheet | None) -> dict[CellKey, Answer]:
    """Give the answers of a sheet that count, by what they are about."""
    rows = Answer.objects.filter(sheet=sheet, fate=Answer.Fate.CURRENT) if sheet else Answer.objects.none()
    return {(row.item_id, row.scale, row.against_id): row for row in rows}


def late_answers_of(sheet: Sheet | None) -> list[Answer]:
    """List what came after the end and does not count."""
    if sheet is None:
        return []
    return list(sheet.answers.filter(fate=Answer.Fate.LATE).select_related("item", "against").order_by("came_at", "pk"))


def history_of(sheet: Sheet, item: Item | None = None, scale: str = "", against: Item | None = None) -> list[Answer]:
    """List all that was ever answered, the latest first; about one item when it is named."""
    rows = sheet.answers.select_related("item", "against")
    if item is not None:
        rows = rows.filter(item=item, scale=scale, against=against)
    return list(rows.order_by("-edited_at", "-pk"))


def late_sheets(round_: Round) -> list[LateSheet]:
    """List the sheets with answers that came after the end, with their counts."""
    late = Count("answers", filter=Q(answers__fate=Answer.Fate.LATE))
    sheets = round_.sheets.annotate(late=late).filter(late__gt=0).select_related("participant__user")
    return [LateSheet(sheet=sheet, count=sheet.late) for sheet in sheets]


def count_late(round_: Round) -> int:
    """Count the answers of a round that came after its end and do not count."""
    return Answer.objects.filter(sheet__round=round_, fate=Answer.Fate.LATE).count()


def list_cells(round_: Round, items: Iterable[Item]) -> list[CellKey]:
    """List everything that a round asks about, in order."""
    asked = list(items)
    keys = [str(scale["key"]) for scale in round_.scales]
    if round_.kind == Round.Kind.MATRIX:
        return [(row.pk, "", column.pk) for row in asked for column in asked if row.pk != column.pk]
    if round_.kind == Round.Kind.RATING:
        return [(item.pk, key, None) for item in asked for key in keys]
    return [(item.pk, "", None) for item in asked]
