"""Drafts of a vision: writing with conflicts, talk that can be erased, votes beside them, one adopted, the earlier kept."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.path.actions.visions import VisionValues, adopt_vision, edit_draft, withdraw_draft
from sciezka.rooms.path.models import VisionComment, VisionDraft
from sciezka.rooms.path.queries.visions_hints import find_hints
from sciezka.rooms.path.queries.visions_votes import read_votes, result_address
from sciezka.rooms.rounds.actions.rounds import launch_round
from sciezka.rooms.rounds.models import Participant, Round
from sciezka.rooms.thread.actions import tie
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.town.actions.conflicts import Conflict
from tests.factories.path import make_goal, make_vision, make_vision_comment, node_of
from tests.factories.people import UserFactory
from tests.factories.rounds import make_sheet
from tests.factories.thread import NodeFactory, declare_types
from tests.factories.town import EventFactory
from tests.rooms.town.office import Office, build_office

pytestmark = pytest.mark.both_databases
SENTENCE = "Mieszkańcy piją wodę z kranu, oddychają czystym powietrzem i mają pracę, do której dojeżdżają rowerem."


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001 - asks for the database
    """An office with one person in each role."""
    declare_types()
    return build_office()


def go(office: Office, name: str, draft: VisionDraft | None = None) -> str:
    """Give an address of the process or of a draft."""
    return reverse(f"path:{name}", kwargs=draft.address if draft else office.process.address)


def vote_for(vote: Round, places: list[int]) -> None:
    """Launch a vote and let people choose the items at these places."""
    launch_round(actor=None, round=vote)
    items = list(vote.items.all())
    for place in places:
        participant = Participant.objects.create(round=vote, user=UserFactory.create())
        make_sheet(participant, {items[place]: 1}, scale="")


def test_one_is_adopted_at_a_time_and_the_goals_lead_to_it(office: Office) -> None:
    actor, process = office.people["coordinator"], office.process
    first, second = make_vision(process, SENTENCE), make_vision(process, title="Miasto ogrodów")
    goal = node_of(make_goal(process))
    event = EventFactory.create(process=process)
    for reason, foreign in (("  ", None), ("Tak.", EventFactory.create())):
        with pytest.raises(ValidationError):
            adopt_vision(actor=actor, draft=first, version=1, reason=reason, event=foreign)
    adopt_vision(actor=actor, draft=first, version=1, reason="Wybrali ją mieszkańcy.", event=event)
    node = node_of(first)
    assert (node.code, node.title) == ("WIZ-1", SENTENCE)
    assert [(row.source_id, row.target_id) for row in Tie.objects.filter(kind="leads")] == [(node.pk, goal.pk)]
    adopt_vision(actor=actor, draft=second, version=1, reason="Nowa kadencja.")
    first.refresh_from_db()
    assert (first.adopted_at, first.adopted_why, first.event) == (None, "Wybrali ją mieszkańcy.", event)
    assert first.held_from < first.held_until
    assert list(Node.objects.filter(type="vision", taken_off_at=None).values_list("code", flat=True)) == ["WIZ-2"]
    assert [row.source_id for row in Tie.objects.filter(kind="leads")] == [node_of(second).pk]
    # The one of before may come back, under its old code.
    adopt_vision(actor=actor, draft=first, version=1, reason="Wracamy do niej.")
    assert list(Node.objects.filter(type="vision", taken_off_at=None).values_list("code", flat=True)) == ["WIZ-1"]
    second.refresh_from_db()
    for refused in (
        lambda: edit_draft(actor=actor, draft=first, version=1, values=VisionValues(title="x", text="x")),
        lambda: withdraw_draft(actor=actor, draft=first),
        lambda: adopt_vision(actor=actor, draft=first, version=1, reason="x"),
    ):
        with pytest.raises(ValidationError):
            refused()
    edit_draft(actor=actor, draft=second, version=1, values=VisionValues(title="Ogrody", text="Inne słowa."))
    with pytest.raises(Conflict):
        adopt_vision(actor=actor, draft=second, version=1, reason="Przeczytana wcześniej.")


def test_two_who_change_the_same_draft_lose_nothing(office: Office) -> None:
    draft = make_vision(office.process)
    mine, theirs = office.client("coordinator"), office.client("contributor")
    url = go(office, "vision_edit", draft)
    sent = {"title": "Miasto młodych", "year": "2045", "version": "1"}
    assert theirs.post(url, {**sent, "text": "Ich słowa."}).status_code == 302
    answer = mine.post(url, {**sent, "text": "Moje słowa."})
    page = answer.content.decode()
    assert (answer.status_code, VisionDraft.objects.get().text) == (409, "Ich słowa.")
    assert "Ich słowa." in page
    assert "Moje słowa.</textarea>" in page
    assert 'name="version" value="2"' in page
    assert mine.post(url, {**sent, "text": "Wspólne słowa.", "version": "2"}).status_code == 302
    shown = mine.get(draft.get_absolute_url()).content.decode()
    assert "</span>Moje" not in shown
    assert ">Ich </del>" in shown
    assert ">Wspólne </ins>" in shown
    # Only the one who saved the same words again is not stopped.
    assert theirs.post(url, {**sent, "text": "Wspólne słowa.", "version": "1"}).status_code == 302
    for bad in ({"text": "x" * 1501}, {"text": "x", "year": "9" * 30}, {"text": "", "title": "Zostaje <b>"}):
        kept = mine.post(url, {**sent, **bad, "version": "x"})
        assert kept.status_code == 200
        assert bad.get("title", "Miasto").replace("<", "&lt;").replace(">", "&gt;") in kept.content.decode()


def test_what_is_said_of_a_draft_is_answered_and_erased_without_a_trace(office: Office) -> None:
    draft = make_vision(office.process)
    viewer, writer, head = office.client("viewer"), office.client("contributor"), office.client("coordinator")
    refused = viewer.post(go(office, "vision_comments", draft), {"text": "  "})
    assert (refused.status_code, VisionComment.objects.count()) == (422, 0)
    viewer.post(go(office, "vision_comments", draft), {"text": "Tajne słowa <i>o rzece</i>"})
    remark = VisionComment.objects.get()
    address = {**draft.address, "vision_comment": remark.pk}
    answer, remove = (reverse(f"path:{name}", kwargs=address) for name in ("vision_answer", "vision_comment_remove"))
    assert [viewer.post(answer, {"answer": "x"}).status_code, writer.post(remove).status_code] == [404, 404]
    writer.post(answer, {"answer": "Dopisaliśmy rzekę."})
    page = viewer.get(draft.get_absolute_url()).content.decode()
    assert "Tajne słowa &lt;i&gt;" in page
    assert "Dopisaliśmy rzekę." in page
    assert str(office.people["viewer"]) in page
    type(office.people["viewer"]).objects.filter(pk=office.people["viewer"].pk).update(erased_at=timezone.now())
    assert str(office.people["viewer"]) not in head.get(draft.get_absolute_url()).content.decode()
    assert head.post(remove).status_code == 302
    said = [f"{row.label} {row.before} {row.after}" for row in JournalEntry.objects.filter(verb__startswith="vision.")]
    assert (VisionComment.objects.exists(), any("rzek" in words for words in said), len(said)) == (False, False, 3)
    elsewhere = {**address, "vision": make_vision(office.process).pk}
    assert head.post(reverse("path:vision_answer", kwargs=elsewhere), {"answer": "x"}).status_code == 404


def test_a_vote_stands_beside_the_drafts_and_holds_their_words(office: Office) -> None:
    process, head = office.process, office.client("coordinator")
    drafts = [make_vision(process, SENTENCE, title=f"Wizja {name}") for name in "ABC"]
    keys = [draft.pk for draft in drafts]
    url = go(office, "vision_vote")
    sent = {"title": "Którą?", "kind": "pick", "audience": "team", "closes_at": "2199-01-01T12:00", "drafts": keys}
    assert head.post(url, sent).status_code == 200
    for bad in ({"audience": "link", "drafts": keys[:1]}, {"team": "9" * 30}, {"drafts": ["9" * 30]}):
        assert head.post(url, {**sent, **bad}).status_code == 200
    assert not Round.objects.exists()
    head.post(url, {**sent, "team": office.team.pk})
    vote = Round.objects.get()
    assert (vote.purpose, vote.most_picks, [item.noun_key for item in vote.items.all()]) == (
        "vision",
        1,
        list(map(str, keys)),
    )
    assert "Którą?" in head.get(go(office, "visions")).content.decode()
    vote_for(vote, [0, 2, 0])
    edit = go(office, "vision_edit", drafts[0])
    assert head.post(edit, {"title": "A", "text": "Inne", "version": "1"}).status_code == 200
    assert head.post(go(office, "vision_withdraw", drafts[0])).status_code == 302
    assert VisionDraft.objects.filter(text=SENTENCE, withdrawn_at=None).count() == 3
    assert read_votes(office.people["coordinator"], process, {})[0].lines == ()
    Round.objects.update(closes_at=timezone.now())
    head.post(edit, {"title": "A", "text": "Inne", "version": "1"})
    shown = read_votes(office.people["coordinator"], process, dict(VisionDraft.objects.values_list("pk", "text")))[0]
    assert [(line.key, line.rank, line.count, line.share, line.is_changed) for line in shown.lines] == [
        (keys[0], 1, 2, 67, True), (keys[2], 2, 1, 33, False), (keys[1], 3, 0, 0, False),
    ]  # fmt: skip
    page = head.get(go(office, "visions")).content.decode()
    assert "67&nbsp;%" in page
    assert go(office, "vision_adopt", drafts[0]) in page
    assert result_address(vote).endswith(f"#vote-{vote.pk}")
    # Whoever took no part sees the drafts without the vote.
    assert "67&nbsp;%" not in office.client("viewer").get(go(office, "visions")).content.decode()


@pytest.mark.one_database
def test_pages_answer_who_may_and_ask_the_database_as_often(office: Office) -> None:
    process, head, viewer = office.process, office.client("coordinator"), office.client("viewer")
    assert "/wizja/nowy-szkic/" in head.get(go(office, "visions")).content.decode()
    draft = make_vision(process, SENTENCE)
    for name in ("vision_edit", "vision_adopt", "vision_withdraw", "vision_bring_back"):
        assert viewer.post(go(office, name, draft), {}).status_code == 404, name
    assert [viewer.get(go(office, name)).status_code for name in ("vision_new", "vision_vote")] == [404, 404]
    assert office.client("contributor").post(go(office, "vision_adopt", draft), {}).status_code == 404
    made = head.post(go(office, "vision_new"), {"title": "Nowa", "text": SENTENCE, "year": "2040"}, follow=True)
    assert "Nowa" in made.content.decode()
    assert SENTENCE in head.get(f"{go(office, 'vision_new')}?wzor={draft.pk}").content.decode()
    assert head.get(f"{go(office, 'vision_new')}?wzor={'9' * 40}").status_code == 200
    head.post(go(office, "vision_withdraw", draft))
    assert VisionDraft.objects.get(pk=draft.pk).is_withdrawn
    assert head.post(go(office, "vision_adopt", draft), {"reason": "x", "version": "1"}).status_code == 200
    head.post(go(office, "vision_bring_back", draft))
    page = head.post(go(office, "vision_adopt", draft), {"reason": "Bo tak.", "version": "1"}, follow=True).content.decode()
    assert "WIZ-1" in page
    assert reverse("thread:tie_new", kwargs={**process.address, "node": "WIZ-1"}) in page
    tie(actor=None, source=NodeFactory.create(process=process), target=node_of(draft), kind="supports", reason="Wprost.")

    def count(url: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert head.get(url).status_code == 200
        return len(asked)

    make_vision_comment(draft, author=office.people["adviser"].ref)
    urls = (go(office, "visions"), draft.get_absolute_url())
    few = [count(url) for url in urls]
    for _number in range(3):
        make_vision_comment(make_vision(process), author=office.people["viewer"].ref)
        make_vision_comment(draft, author=office.people["adviser"].ref)
    assert [count(url) for url in urls] == few


def test_hints_name_what_they_saw() -> None:
    assert [hint.code for hint in find_hints(SENTENCE, 2040)] == []
    assert [hint.code for hint in find_hints("Miasto dla ludzi.", None)] == ["short", "year"]
    long = "Miasto będzie czyste i zielone. " * 25
    found = {hint.code: hint.text for hint in find_hints(long, 2040)}
    assert set(found) == {"long", "many", "later"}
    assert "będzie" in found["later"]
    assert "MPA" in find_hints(f"{SENTENCE} Działa MPA.", 2040)[0].text
    assert [hint.code for hint in find_hints(f"{SENTENCE[:-1]} oraz {SENTENCE}", 2040)] == ["breath"]
