"""The demonstration's visions, voted on and one adopted, and its goals with indicators."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from sciezka.rooms.path.actions.demo_props import find_nodes, stage_decision, tie_rests
from sciezka.rooms.path.actions.goals import add_goal, touch
from sciezka.rooms.path.actions.goals_indicators import add_indicator
from sciezka.rooms.path.actions.visions import VisionValues, adopt_vision, answer_comment, comment, write_draft
from sciezka.rooms.path.actions.visions_votes import VoteValues, ask_vision
from sciezka.rooms.path.demo import read_goals, read_visions
from sciezka.rooms.path.models import Goal, Indicator, Point, VisionComment, VisionDraft
from sciezka.rooms.path.queries.goals_series import Series, read_series
from sciezka.rooms.rounds.actions.staging import Said, Stage, Window, number_items, set_moment, stage_round
from sciezka.rooms.rounds.demo import draw
from sciezka.rooms.rounds.models import Participant, Round
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.thread.actions.staging import Wanted, date_nodes, stage_ties
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.nodes import nodes_by_key

Row = Mapping[str, Any]
Nodes = Mapping[str, Mapping[str, Node]]
DRAFTED: Final = -14
VOTE: Final = Window(answers=(-9, -6))
ADOPTED: Final = -5
SET: Final = -4


def load_visions(stage: Stage) -> None:
    """Write the drafts, talk them over, vote, and adopt one."""
    data, on = read_visions(), set_moment(DRAFTED, 9)
    people = [row.user for row in stage.team.memberships.select_related("user").order_by("pk") if row.user]
    drafts = {}
    for row in data["drafts"]:
        values = VisionValues(title=row["title"], text=row["text"], year=row["year"])
        drafts[row["key"]] = draft = write_draft(actor=stage.leader, process=stage.process, values=values)
        for said in row["comments"]:
            remark = comment(actor=people[said["by"] % len(people)], draft=draft, text=said["text"])
            if said["answer"]:
                answer_comment(actor=stage.leader, remark=remark, text=said["answer"])
    VisionDraft.objects.filter(process=stage.process).update(created_at=on)
    VisionComment.objects.filter(draft__process=stage.process).update(created_at=set_moment(DRAFTED + 2, 13))
    values_ = VoteValues(title=data["title"], drafts=list(drafts.values()), team=stage.team)
    vote = ask_vision(actor=stage.leader, process=stage.process, values=values_)
    stage_round(stage, vote, VOTE, say=say_choice)
    adopt(stage, data, drafts)


def say_choice(round_: Round, person: Participant) -> Iterator[Said]:
    """Choose one draft: as many members choose each as the file says."""
    people = sorted(row.pk for row in round_.participants.all())
    rows = {row["title"]: row["votes"] for row in read_visions()["drafts"]}
    chosen = [item for item in number_items(round_) for _vote in range(rows[item.title])]
    place = (people.index(person.pk) + draw(len(people), "vote", round_.title)) % len(people)
    yield Said(item=chosen[place % len(chosen)].pk, value=1)


def adopt(stage: Stage, data: Row, drafts: Mapping[str, VisionDraft]) -> None:
    """Adopt the draft that the file names, and tie it to what it rests on."""
    on = set_moment(ADOPTED, 10)
    event = stage_decision(stage, data, on)
    row = next(one for one in data["drafts"] if one.get("adopted"))
    draft = drafts[row["key"]]
    draft.refresh_from_db()
    adopt_vision(actor=stage.leader, draft=draft, version=draft.version, reason=data["why"], event=event)
    VisionDraft.objects.filter(pk=draft.pk).update(adopted_at=on)
    nodes = find_nodes(stage.process)
    date_nodes(stage.process, nodes["visiondraft"].values(), on)
    tie_rests(stage, [row], nodes["visiondraft"], {**nodes["factor"], **nodes["swotentry"]}, on)


def load_goals(stage: Stage) -> None:
    """Set the goals, say what they answer, use and whom they touch, and by what they are measured."""
    data, on = read_goals(), set_moment(SET, 11)
    goals: dict[str, Goal] = {}
    for row in data["goals"]:
        said = {name: row.get(name, "") for name in ("name", "about", "dimension", "directions")}
        parent = goals.get(row.get("under", ""))
        goals[row["key"]] = add_goal(
            actor=stage.leader, process=stage.process, parent=parent, values={**said, "owner": stage.team}
        )
    register = {row.name: row for row in Stakeholder.objects.filter(process=stage.process)}
    for row in data["goals"]:
        touch(actor=stage.leader, goal=goals[row["key"]], add=[register[name] for name in row.get("touches", ())])
    load_indicators(stage, data["indicators"], goals)
    nodes = find_nodes(stage.process)
    stage_ties(actor=stage.leader, process=stage.process, rows=list_ties(data["goals"], nodes), on=on)
    measured = nodes_by_key(stage.process, Indicator).values()
    Goal.objects.filter(process=stage.process).update(created_at=on)
    date_nodes(stage.process, [*nodes["goal"].values(), *measured], on)


def list_ties(rows: list[Row], nodes: Nodes) -> Iterator[Wanted]:
    """List what goals answer and use; troubles are statements or entries, chances are factors, entries or resources."""
    for row in rows:
        target = nodes["goal"][row["key"]]
        for key, reason in row["answers"]:
            source = nodes[""].get(key) or nodes["swotentry"][key]
            yield Wanted(source=source, target=target, kind="answers", reason=reason)
        for key, reason in row["uses"]:
            found = nodes["swotentry"].get(key) or nodes["factor"].get(key) or nodes[""][key]
            yield Wanted(source=found, target=target, kind="uses", reason=reason)


def load_indicators(stage: Stage, rows: list[Row], goals: Mapping[str, Goal]) -> None:
    """Add the indicators with their planned and read figures; a baseline of the monitor is read from its series."""
    series = read_series(stage.process, [row["series"] for row in rows if "series" in row])
    points = []
    for row in rows:
        known = read_known(row, series)
        made = add_indicator(actor=stage.leader, goal=goals[row["goal"]], values=known)
        points += [
            Point(indicator=made, kind=kind, year=year, value=Decimal(str(value)))
            for kind, word in ((Point.Kind.PLANNED, "planned"), (Point.Kind.READ, "read"))
            for year, value in row.get(word, ())
        ]
    Point.objects.bulk_create(points)


def read_known(row: Row, series: Mapping[str, Series]) -> dict[str, Any]:
    """Give what is said of an indicator: by the file, and of the monitor's ones by its series."""
    said = {name: row.get(name, "") for name in ("name", "unit", "direction", "source", "frequency", "owner", "series")}
    figures = {name: Decimal(str(row[name])) if name in row else None for name in ("baseline", "target")}
    years = {name: row[name] for name in ("baseline_year", "target_year")}
    if "series" in row:
        known = series[row["series"]]
        said |= {"unit": known.unit, "direction": known.direction, "source": known.source, "method": known.method}
        figures["baseline"] = Decimal(str(known.values[row["baseline_year"]]))
    return {**said, **figures, **years}
