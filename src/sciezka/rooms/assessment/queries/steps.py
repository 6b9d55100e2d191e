"""The steps of an assessment: what is done, what comes next, and where each is done."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.guards import may
from sciezka.kit.templatetags.kit import long_day
from sciezka.rooms.assessment.banks import BankData
from sciezka.rooms.assessment.models import Assessment, Deficit, Improvement
from sciezka.rooms.assessment.queries.assessments import answers_here, count_members, find_round_of, read_asked
from sciezka.rooms.rounds.models import Phase, Round
from sciezka.rooms.rounds.queries.moments import say_next
from sciezka.rooms.rounds.queries.results import agreed_of
from sciezka.rooms.rounds.queries.rounds import Progress, progress_of


@dataclass(frozen=True, slots=True)
class Way:
    """A link of a step."""

    label: str
    href: str
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step: ``state`` is done, now or ahead."""

    key: str
    title: str
    text: str
    state: str
    ways: tuple[Way, ...] = ()
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that the page of an assessment says.

    Attributes:
        assessment: the assessment.
        asked: the questions of its scenario.
        round: of the individual stage, or nothing.
        phase: of that round.
        steps: in order.
        may_manage: whether the reader runs it.
        may_close: whether it can be closed now.
        may_delete: whether it can still be deleted.
    """

    assessment: Assessment
    asked: BankData
    round: Round | None
    phase: Phase | None
    steps: tuple[Step, ...]
    may_manage: bool
    may_close: bool
    may_delete: bool

    @property
    def now(self) -> Step | None:
        """The step that waits to be done."""
        return next((step for step in self.steps if step.state == "now"), None)


def read_standing(user: Any, assessment: Assessment) -> Standing:  # noqa: ANN401 - any kind of user
    """Tell where an assessment stands."""
    asked = read_asked(assessment)
    round_ = find_round_of(assessment)
    if round_ is not None:
        round_.process = assessment.process
    phase = round_.phase if round_ else None
    manages = may(user, "assessment.manage", assessment)
    counts = _count(assessment, asked, round_)
    steps = _order(
        assessment,
        phase,
        (
            _tell_scenario(assessment, asked, manages=manages),
            _tell_invitations(assessment, round_, phase, manages=manages),
            _tell_alone(user, round_, phase),
            _tell_together(assessment, round_, phase, counts),
            _tell_plan(assessment, counts),
            _tell_report(assessment, phase),
        ),
    )
    return Standing(
        assessment=assessment,
        asked=asked,
        round=round_,
        phase=phase,
        steps=steps,
        may_manage=manages,
        may_close=manages and not assessment.is_closed and phase == Phase.CLOSED,
        may_delete=manages and assessment.opened_at is None and not counts["cards"],
    )


def _order(assessment: Assessment, phase: Phase | None, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Mark each step: all are done once it is closed; else the first that is not done is the one to do now."""
    if assessment.is_closed:
        return tuple(_mark(step, "done") for step in steps)
    at = {None: 1, Phase.DRAFT: 1, Phase.WAITING: 2, Phase.OPEN: 2}.get(phase, 3)
    if at == 3 and steps[3].state == "done":  # noqa: PLR2004 - the place of the joint assessment
        at = 4
    return tuple(
        _mark(step, "done" if place < at else "now" if place == at else "ahead") for place, step in enumerate(steps)
    )


def _mark(step: Step, state: str) -> Step:
    return Step(step.key, step.title, step.text, state, step.ways, step.progress)


def _count(assessment: Assessment, asked: BankData, round_: Round | None) -> dict[str, int]:
    """Count what is agreed and written down."""
    agreed = agreed_of(round_) if round_ and round_.phase == Phase.CLOSED else {}
    asked_count = sum(len(item.conditions) or 1 for item in asked.items)
    cards = assessment.cards.exclude(current_state="", strengths="", deficits_text="", causes="").count()
    return {
        "asked": asked_count,
        "agreed": len(agreed),
        "cards": cards,
        "questions": len(asked.items),
        "deficits": Deficit.objects.filter(card__assessment=assessment, withdrawn_at=None).count(),
        "improvements": Improvement.objects.filter(card__assessment=assessment).count(),
    }


def _go(label: str, name: str, address: dict[str, Any], *, first: bool = False) -> tuple[Way, ...]:
    """Make a link; a page that is not there gives none."""
    try:
        return (Way(label, reverse(name, kwargs=address), first),)
    except NoReverseMatch:
        return ()


def _tell_scenario(assessment: Assessment, asked: BankData, *, manages: bool) -> Step:
    count = len(asked.items)
    text = ngettext("%(areas)s: %(count)s question.", "%(areas)s: %(count)s questions.", count) % {
        "areas": ngettext("%(count)s area", "%(count)s areas", len(asked.areas)) % {"count": len(asked.areas)},
        "count": count,
    }
    chosen = _("Chosen on %(day)s.") % {"day": long_day(assessment.decided_on)}
    # Once the questionnaires are out, what they ask stays as it was.
    label = _("Change the scenario") if assessment.opened_at is None else _("Change the title and the reason")
    change = _go(label, "assessment:assessment_edit", assessment.address)
    return Step("scenario", _("Scenario of the analysis"), f"{text} {chosen}", "", change if manages else ())


def _tell_invitations(assessment: Assessment, round_: Round | None, phase: Phase | None, *, manages: bool) -> Step:
    title = _("Team and invitations")
    if round_ is None or phase == Phase.DRAFT:
        members = count_members(assessment)
        text = ngettext("%(team)s: %(count)s person.", "%(team)s: %(count)s people.", members) % {
            "team": assessment.team, "count": members,
        }  # fmt: skip
        send = _go(_("Send the questionnaires"), "assessment:assessment_open", assessment.address, first=True)
        return Step("invitations", title, text, "", send if manages and not assessment.is_closed else ())
    sent = round_.launched_at
    text = _("%(team)s. Sent on %(day)s.") % {
        "team": assessment.team, "day": long_day(timezone.localtime(sent).date()) if sent else "–",
    }  # fmt: skip
    people = _go(_("Who is asked"), "rounds:participants", round_.address)
    return Step("invitations", title, text, "", people if manages else ())


def _tell_alone(user: Any, round_: Round | None, phase: Phase | None) -> Step:  # noqa: ANN401
    title = _("Individual questionnaires")
    if round_ is None or phase == Phase.DRAFT:
        return Step("alone", title, _("Each member judges alone, can leave at any time and come back."), "")
    ways = (
        _go(_("Fill in your questionnaire"), "rounds:answer", round_.address, first=True)
        if answers_here(user, round_)
        else ()
    )
    if may(user, "rounds.manage", round_):
        ways += _go(_("Progress and reminders"), "rounds:round", round_.address)
    return Step("alone", title, say_next(round_), "", ways, progress_of(round_))


def _tell_together(assessment: Assessment, round_: Round | None, phase: Phase | None, counts: dict[str, int]) -> Step:
    title = _("Meeting and joint assessment")
    if round_ is None or phase != Phase.CLOSED:
        return Step("together", title, _("A meeting sees how answers spread and agrees a level with its reason."), "")
    text = _("Agreed: %(agreed)s of %(asked)s.") % {"agreed": counts["agreed"], "asked": counts["asked"]}
    ways = _go(_("Joint assessment"), "assessment:joint", assessment.address, first=True)
    is_done = counts["agreed"] >= counts["asked"] > 0
    return Step("together", title, text, "done" if is_done else "", ways)


def _tell_plan(assessment: Assessment, counts: dict[str, int]) -> Step:
    text = _("Cards filled in: %(cards)s of %(questions)s. Deficits: %(deficits)s. Improvements: %(improvements)s.") % counts
    ways = (
        *_go(_("Diagnostic cards"), "assessment:cards", assessment.address, first=True),
        *_go(_("Gaps"), "assessment:gaps", assessment.address),
        *_go(_("Action plan"), "assessment:plan", assessment.address),
    )
    return Step("plan", _("Cards, gaps and the action plan"), text, "", ways)


def _tell_report(assessment: Assessment, phase: Phase | None) -> Step:
    text = _("The report and the plan are best shown to everybody who is to carry them out.")
    if assessment.published_at:
        text = _("The summary counts, without names, in this instance’s quartiles.")
    if phase != Phase.CLOSED:
        return Step("report", _("Results and report"), _("They are drawn once the questionnaires are closed."), "")
    ways = (
        *_go(_("Results"), "assessment:results", assessment.address, first=True),
        *_go(_("Comparison"), "assessment:comparison", assessment.address),
        *_go(_("Report (PDF)"), "assessment:report_pdf", assessment.address),
        *_go(_("Report (DOCX)"), "assessment:report_docx", assessment.address),
    )
    return Step("report", _("Results and report"), text, "", ways)
