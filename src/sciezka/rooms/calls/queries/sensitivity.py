"""How firmly a selection stands: would one assessor less, or a tenth on one weight, change who is selected?"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from sciezka.core.scoring import Change, Selection, leave_out, shift_weights
from sciezka.core.scoring.ranking import sort_code
from sciezka.rooms.calls.models import Call, Criterion, Submission, write_code
from sciezka.rooms.calls.queries.ranking import (
    Reckoning,
    Rule,
    count_selected,
    find_hidden,
    is_veiled,
    read_rule,
    reckon,
)
from sciezka.rooms.people.models import User

MOST_PLACES: Final = 1000


@dataclass(frozen=True, slots=True)
class Named:
    """A submission that comes in or goes.

    Args:
        code: its number.
        title: its title.
        url: its page in the office.
    """

    code: str
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One change and what it does.

    Args:
        change: the change as it was reckoned.
        member: the assessor who was left out, where a card names one.
        criterion: the criterion whose weight was changed.
        weight: the weight that was tried.
        comes: who comes in.
        goes: who goes.
    """

    change: Change
    member: User | None = None
    criterion: Criterion | None = None
    weight: Fraction | None = None
    comes: tuple[Named, ...] = ()
    goes: tuple[Named, ...] = ()

    @property
    def cells(self) -> tuple[SafeString, SafeString]:
        """Who comes in and who goes, as numbers that lead to them; titles of so many stand in the list above."""
        return link_all(self.comes), link_all(self.goes)

    @property
    def is_less(self) -> bool:
        """Tell whether the weight was made smaller."""
        return self.change.factor is not None and self.change.factor < 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """How firmly a call's selection stands.

    Args:
        rule: the rule of selection that was tried.
        selection: what it selects; None where there is nothing to try.
        assessors: one assessor less, in turn.
        weights: one weight a tenth smaller or larger, in turn.
        hidden: of how many submissions the reader may know nothing. Until the results are published nothing is tried then:
            who comes and goes would tell how these stand; afterwards they are left out of the names.
    """

    rule: Rule
    selection: Selection | None = None
    assessors: tuple[Trial, ...] = ()
    weights: tuple[Trial, ...] = ()
    hidden: int = 0

    @property
    def trials(self) -> tuple[Trial, ...]:
        """All that was tried."""
        return self.assessors + self.weights

    @property
    def reckoned(self) -> int:
        """How many of the trials have an answer."""
        return sum(not trial.change.unreckoned for trial in self.trials)

    @property
    def shaken(self) -> int:
        """How many of the trials select others."""
        return sum(trial.change.matters for trial in self.trials)

    @property
    def shaky(self) -> list[Named]:
        """Who comes in or goes in any of the trials, each once."""
        found = {named.code: named for trial in self.trials for named in trial.comes + trial.goes}
        return [found[code] for code in sorted(found, key=sort_code)]


def read_places(call: Call, said: str) -> int | None:
    """Read how many places to try where the commission decides by itself: as many as it selected, unless said otherwise."""
    if call.selects != Call.Selects.COMMISSION:
        return None
    if said.isascii() and said.isdigit() and len(said) <= len(str(MOST_PLACES)):
        return min(int(said), MOST_PLACES) or None
    return count_selected(call) or call.places


@dataclass(frozen=True, slots=True)
class Trials:
    """What is to be tried; two are the same when their keys are, so that what they came to is remembered.

    Args:
        key: the cards (by their identity: the same cards of the database are the same tuple) and what the rule goes by.
        reckoning: what the cards come to; it also keeps them from being another tuple with the same identity.
        rule: the rule of selection.
    """

    key: tuple[Any, ...]
    reckoning: Reckoning = field(compare=False)
    rule: Rule = field(compare=False)


def plan_trials(reckoning: Reckoning, rule: Rule) -> Trials:
    """Name what is tried by all that the answer hangs on."""
    call = rule.call
    key = (id(reckoning.cards), reckoning.criteria, call.selects, call.budget, rule.places, tuple(rule.asks.items()))
    return Trials(key, reckoning, rule)


@lru_cache(maxsize=8)
def run_trials(trials: Trials) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Leave out one assessor after another, and shift one weight after another."""
    cards, criteria = trials.reckoning.cards, trials.reckoning.criteria
    return leave_out(cards, criteria, trials.rule.select), shift_weights(cards, criteria, trials.rule.select)


def read_sensitivity(user: Any, call: Call, places: int | None = None) -> Sensitivity:  # noqa: ANN401 - any kind of user
    """Try each change; a reader learns nothing of submissions that they may not know of."""
    rule, reckoning = read_rule(call, places), reckon(call)
    if reckoning.ranking is None or not rule.is_known:
        return Sensitivity(rule=rule)
    hidden = find_hidden(user, call)
    unknown = {code for code, key in reckoning.submissions.items() if key in hidden}
    if is_veiled(call, unknown):
        return Sensitivity(rule=rule, hidden=len(unknown))
    people = User.objects.in_bulk(list(reckoning.assessors.values()))
    criteria = {criterion.code: criterion for criterion in call.criteria.all()}
    less, shifted = run_trials(plan_trials(reckoning, rule))
    moved = {code for change in less + shifted for code in change.comes + change.goes} - unknown
    names = name_codes(call, moved)

    def tell(codes: Iterable[str]) -> tuple[Named, ...]:
        return tuple(names[code] for code in codes if code in names)

    return Sensitivity(
        rule=rule,
        selection=rule.select(reckoning.ranking),
        assessors=tuple(
            Trial(
                change=one,
                member=people.get(reckoning.assessors.get(one.what, 0)),
                comes=tell(one.comes),
                goes=tell(one.goes),
            )
            for one in less
        ),
        weights=tuple(
            Trial(
                change=one,
                criterion=criteria[one.what],
                weight=Fraction(criteria[one.what].weight) * (one.factor or 1),
                comes=tell(one.comes),
                goes=tell(one.goes),
            )
            for one in shifted
        ),
        hidden=len(unknown),
    )


def name_codes(call: Call, codes: Collection[str]) -> Mapping[str, Named]:
    """Name submissions of a call by their codes; the addresses are put together, as there may be hundreds."""
    base = reverse("calls:submissions", kwargs=call.address)
    rows = Submission.objects.filter(call=call, number__in=[int(code) for code in codes]).values_list(
        "pk", "number", "title"
    )
    named = (Named(write_code(number), title, f"{base}{key}/") for key, number, title in rows)
    return {one.code: one for one in named}


def link_all(some: Iterable[Named]) -> SafeString:
    """Link submissions by their numbers, each with its title as a tip."""
    return format_html_join(
        ", ", '<a class="code" href="{}" title="{}">{}</a>', ((one.url, one.title, one.code) for one in some)
    )
