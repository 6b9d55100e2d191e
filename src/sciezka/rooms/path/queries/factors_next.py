"""Where the work on factors stands, and what is to be done next."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.rooms.path.queries.factors import FactorList
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.moments import say_next as say_round


@dataclass(frozen=True, slots=True)
class Next:
    """The next step: what it is, why, and where it is done (nowhere for those who may not do it)."""

    title: str
    text: str
    href: str = ""
    action: str = ""


def say_next(shown: FactorList, under_way: Sequence[Round], *, may_edit: bool, may_decide: bool) -> Next | None:
    """Say what the next step is; nothing where the list is empty, which says so itself."""
    if under_way:
        return Next(under_way[0].title, say_round(under_way[0]), under_way[0].get_absolute_url(), _("To the round"))
    if not shown.lines:
        return None
    words = shown.process.address
    if shown.choice:
        return say_after_choice(shown, may_edit=may_edit)
    if any(not vote.withheld for vote in shown.votes):
        href = reverse("path:core_choose" if may_decide else "path:core", kwargs=words)
        action = _("Record the choice") if may_decide else _("See the votes")
        return Next(
            _("The votes are in"), _("Choose the core set and say why; the decision is kept with its reason."), href, action
        )
    if not shown.rounds:
        href = reverse("path:factors_ask", kwargs=words) if may_decide else ""
        text = _("Ask a team to judge how important each factor is and how it stands today, each member alone.")
        return Next(_("The list is there, but nobody has judged it"), text, href, _("Ask a team") if may_decide else "")
    href = reverse("path:core_ask", kwargs=words) if may_decide else ""
    text = _("Let a team, or residents, pick the few factors that are to be improved within five years.")
    return Next(_("Now choose the few that come first"), text, href, _("Put the list to a vote") if may_decide else "")


def say_after_choice(shown: FactorList, *, may_edit: bool) -> Next:
    """Say what the core set still lacks: evidence first, then goals."""
    bare = sum(not line.evidence for line in shown.core)
    unused = sum(not line.goals for line in shown.core)
    if bare:
        title = ngettext(
            "%(count)s core factor has no evidence", "%(count)s core factors have no evidence", bare
        ) % {"count": bare}  # fmt: skip
        first = next(line for line in shown.core if not line.evidence)
        text = _("Votes say what people hold important. Tie figures and findings that show how it stands.")
        said = _("Begin with %(code)s") if may_edit else _("See %(code)s")
        action = said % {"code": first.node.code}
        return Next(title, text, first.factor.get_absolute_url(), action)
    goals = reverse("path:goals", kwargs=shown.process.address)
    if unused:
        title = ngettext(
            "%(count)s core factor is used by no goal", "%(count)s core factors are used by no goal", unused
        ) % {"count": unused}  # fmt: skip
        return Next(title, _("Set a goal that improves it, or tie it to one that does."), goals, _("To the goals"))
    return Next(
        _("The core set stands"), _("Each core factor rests on evidence and a goal uses it."), goals, _("To the goals")
    )
