"""Reading proposals for sorting: what probably means the same, the rest, the merged and the left out."""

from collections import defaultdict
from dataclasses import dataclass

from sciezka.core.namesakes import find_namesakes
from sciezka.rooms.rounds.models import Item, Proposal, Round
from sciezka.rooms.rounds.queries.rounds import proposals_of


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal and who made it; the author is unknown in an anonymous round."""

    proposal: Proposal
    author: str


@dataclass(frozen=True, slots=True)
class LikelyGroup:
    """Proposals that probably mean the same, and the title offered for them."""

    lines: tuple[ProposalLine, ...]
    title: str
    percent: int

    @property
    def form_id(self) -> str:
        """The id of the form in which its proposals are ticked."""
        return f"merge-{self.lines[0].proposal.pk}"


@dataclass(frozen=True, slots=True)
class MergedItem:
    """An item with the proposals that it was made of."""

    item: Item
    lines: tuple[ProposalLine, ...]


@dataclass(frozen=True, slots=True)
class Sorting:
    """All proposals of a round, each in one place; a likely group may hold merged ones too."""

    likely: tuple[LikelyGroup, ...]
    loose: tuple[ProposalLine, ...]
    merged: tuple[MergedItem, ...]
    left_out: tuple[ProposalLine, ...]


def sort_proposals(round_: Round) -> Sorting:
    """Lay the proposals of a round out for sorting; one query, whatever their number."""
    rows = proposals_of(round_)
    if round_.is_anonymous:
        # The order in which they came would tell which of them are one person's.
        rows.sort(key=lambda row: row.title.casefold())
    lines = [ProposalLine(row, name_author(round_, row)) for row in rows]
    merged: dict[int, list[ProposalLine]] = defaultdict(list)
    for line in lines:
        if line.proposal.item_id:
            merged[line.proposal.item_id].append(line)
    standing = [line for line in lines if not line.proposal.left_out]
    likely = []
    for group in find_namesakes([line.proposal.title for line in standing]):
        alike = tuple(standing[place] for place in group.places)
        items = {line.proposal.item_id for line in alike}
        # What has been merged already is no news.
        if None in items or len(items) > 1:
            likely.append(LikelyGroup(alike, choose_title(alike), round(group.score * 100)))
    grouped = {row.proposal.pk for group in likely for row in group.lines}
    loose = [line for line in standing if line.proposal.item_id is None and line.proposal.pk not in grouped]
    return Sorting(
        likely=tuple(likely),
        loose=tuple(sorted(loose, key=lambda line: line.proposal.title.casefold())),
        merged=tuple(MergedItem(held[0].proposal.item, tuple(held)) for held in merged.values() if held[0].proposal.item),
        left_out=tuple(line for line in lines if line.proposal.left_out),
    )


def choose_title(lines: tuple[ProposalLine, ...]) -> str:
    """Offer the longest title of a group: abbreviations are short, full names say what they mean."""
    merged = next((line.proposal.item.title for line in lines if line.proposal.item), "")
    return merged or max((line.proposal.title for line in lines), key=len)


def name_author(round_: Round, proposal: Proposal) -> str:
    """Name who proposed; nobody is named in an anonymous round."""
    if round_.is_anonymous or proposal.sheet.participant is None:
        return ""
    return str(proposal.sheet.participant)
