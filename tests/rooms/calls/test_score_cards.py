"""Scoring: sharing out, blind cards, great spreads, and closing only when nothing is missing."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from sciezka.kit.guards import may
from sciezka.kit.journal import entries_of, entries_within
from sciezka.rooms.calls.actions.cards import CardValues, discuss_spread, hand_in, save_card
from sciezka.rooms.calls.actions.commission import declare
from sciezka.rooms.calls.actions.commission_scoring import (
    add_card,
    assign_cards,
    close_scoring,
    open_scoring,
    pass_on,
    remove_card,
    reopen_scoring,
)
from sciezka.rooms.calls.models import Call, Candidate, FormalCheck, ScoreCard, Submission
from sciezka.rooms.calls.queries.cards import find_alerts, read_cards_panel, read_points
from sciezka.rooms.calls.queries.commission_work import read_own_work
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.conflicts import Conflict
from tests.factories import town
from tests.factories.calls import make_card
from tests.factories.commission import Bench, enter, locate, make_bench, make_checked, make_ready, pledge
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
SOUND = {"K1": "8", "K2": "6"}


def card_of(submission: Submission, user: User) -> ScoreCard:
    return ScoreCard.objects.select_related("submission__call").get(submission=submission, user=user)


def fill(card: ScoreCard, **points: str) -> dict[str, str]:
    """Write what a browser sends from a card."""
    keys = {one.code: one.pk for one in card.submission.call.criteria.all()}
    return {"version": str(card.version)} | {f"points-{keys[code]}": said for code, said in points.items()}


def hand_in_all(bench: Bench, points: dict[str, str]) -> None:
    for card in ScoreCard.objects.filter(submission__call=bench.call, handed_in_at=None).select_related("submission__call"):
        values = CardValues(points=points, remarks="Zgodne z celami.")
        hand_in(actor=card.user, card=card, version=card.version, values=values)  # type: ignore[arg-type]


def test_opening_shares_out_and_writes_to_assessors(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    bench = make_bench(4, members=2, assessors=2)
    declare(actor=bench.members[0], call=bench.call, read=[], ties={bench.submissions[0].pk: "Siostra"})
    with django_capture_on_commit_callbacks(execute=True):
        open_scoring(actor=bench.chair, call=bench.call)
    assert {letter.to[0] for letter in mail.outbox} == {bench.chair.email, *(user.email for user in bench.members)}
    cards = ScoreCard.objects.filter(submission__call=bench.call)
    loads = sorted(cards.filter(user=user).count() for user in (bench.chair, *bench.members))
    assert loads == [2, 3, 3]
    assert not cards.filter(submission=bench.submissions[0], user=bench.members[0]).exists()
    bench.call.refresh_from_db()
    assert bench.call.phase == "scoring"


def test_opening_says_all_that_is_missing() -> None:
    bench = make_bench(2, ready=False)
    FormalCheck.objects.filter(submission=bench.submissions[0]).delete()
    with pytest.raises(ValidationError) as refused:
        open_scoring(actor=bench.chair, call=bench.call)
    assert len(refused.value.messages) == 3
    answer = enter(bench.chair).post(locate("scoring", bench.call), {"do": "open"}, follow=True)
    assert all(said in answer.content.decode() for said in refused.value.messages)
    assert not ScoreCard.objects.exists()


def test_by_hand_assessors_are_chosen_taken_away_and_replaced() -> None:
    bench = make_bench(2)
    substitute = UserFactory.create()
    town.MembershipFactory.create(team=bench.call.commission, user=substitute, function="substitute")
    first, second = bench.submissions
    assert assign_cards(actor=bench.chair, call=bench.call) == 6
    with pytest.raises(ValidationError):
        add_card(actor=bench.chair, submission=first, user=substitute)
    make_ready(bench.call, substitute)
    declare(actor=substitute, call=bench.call, read=[], ties={second.pk: "Wspólna firma"})
    assert pass_on(actor=bench.chair, call=bench.call, giver=bench.members[0], taker=substitute) == 1
    assert set(first.cards.values_list("user_id", flat=True)) == {bench.chair.pk, bench.members[1].pk, substitute.pk}
    page = locate("assessors", second)
    card = card_of(second, bench.members[0])
    assert enter(bench.chair).post(page, {"do": "remove", "card": str(card.pk)}).status_code == 302
    assert enter(bench.chair).post(page, {"do": "add", "user": str(substitute.pk)}).status_code == 200
    assert second.cards.count() == 2
    assert enter(bench.chair).post(page, {"do": "remove", "card": "nic"}).status_code == 302
    with pytest.raises(ValidationError):
        add_card(actor=bench.chair, submission=make_checked(bench.call, "Nowe"), user=UserFactory.create())


def test_a_card_is_drafted_by_itself_and_handed_in_once_whole() -> None:
    bench = make_bench(1, phase="scoring")
    user, submission = bench.members[0], bench.submissions[0]
    card = make_card(submission, user, done=False, points={}, reasons={})
    client, page, autosave = enter(user), locate("card", card), locate("card_save", card)
    said = client.post(autosave, fill(card, K1="7,5", K2="99")).json()
    assert said["judged"] == 1
    assert list(said["unsound"].values()) != []
    card.refresh_from_db()
    assert card.points == {"K1": "7.5"}
    # Another window saved meanwhile: neither is lost.
    assert client.post(autosave, {**fill(card, K1="1"), "version": "1"}).status_code == 409
    answer = client.post(page, {**fill(card, K1="4"), "do": "hand_in"})
    assert answer.status_code == 200
    card.refresh_from_db()
    assert (card.points, card.handed_in_at) == ({"K1": "4"}, None)
    # Under the threshold of 5 the reason is needed, points in each criterion, and some words.
    assert len(answer.context["form"].errors) == 3
    assert client.post(page, {**fill(card, K1="5", K2="6"), "remarks": "Wykonalne.", "do": "hand_in"}).status_code == 302
    card.refresh_from_db()
    assert card.handed_in_at is not None
    assert client.post(autosave, fill(card, K1="1")).status_code == 400
    assert "Wykonalne." in client.get(page).content.decode()
    assert entries_of(submission).filter(verb="card.hand_in").count() == 1
    assert not any("7.5" in str(entry.after) for entry in entries_within(bench.call.process.scope))


@pytest.mark.one_database
def test_nobody_sees_what_others_gave_before_the_own_card_is_in() -> None:
    bench = make_bench(1, phase="scoring")
    submission = bench.submissions[0]
    make_card(submission, bench.chair, reasons={"K1": "SŁOWA PRZEWODNICZĄCEJ"})
    for user in bench.members:
        make_card(submission, user, done=False)
    pages = [locate("card", card_of(submission, bench.members[0])), locate("submission", submission)]
    client = enter(bench.members[0])
    assert not any("SŁOWA PRZEW" in client.get(page).content.decode() for page in pages)
    panel = read_cards_panel(bench.members[0], submission)
    assert (panel.sees, panel.cards, panel.ranked, panel.waiting) == (False, (), None, 2)
    # Who runs the call and judges too is blind alike; a draft of another is shown to nobody.
    ScoreCard.objects.filter(user=bench.members[0]).update(handed_in_at="2026-09-10T10:00Z")
    assert "SŁOWA PRZEW" in client.get(pages[0]).content.decode()
    assert len(read_cards_panel(User.objects.get(pk=bench.members[0].pk), submission).cards) == 2
    assert not may(User.objects.get(pk=bench.members[1].pk), "calls.see_cards", submission)
    for other in (bench.chair, bench.members[1]):
        assert enter(other).get(pages[0]).status_code == 404


def test_two_windows_of_one_card_are_told_from_one_another() -> None:
    bench = make_bench(1, phase="scoring")
    card = make_card(bench.submissions[0], bench.chair, done=False)
    save_card(card=card, version=1, values=CardValues(points={"K1": "3"}))
    with pytest.raises(Conflict):
        save_card(card=card, version=1, values=CardValues(points={"K1": "4"}))
    save_card(card=card, version=1, values=CardValues(points={"K1": "3"}))
    with pytest.raises(Conflict):
        hand_in(actor=bench.chair, card=card, version=1, values=CardValues(points=SOUND, remarks="Tak."))


def test_a_great_spread_keeps_the_scoring_open_until_it_is_settled() -> None:
    bench = make_bench(2, members=1, phase="scoring")
    first, second = bench.submissions
    make_card(first, bench.chair, points={"K1": "9", "K2": "9"})
    low = make_card(first, bench.members[0], points={"K1": "5", "K2": "5"})
    for user in (bench.chair, bench.members[0]):
        make_card(second, user)
    (alert,) = find_alerts(bench.call)
    assert (alert.submission, alert.share.split()[0], alert.is_settled) == (first, "44,4", False)
    assert [(one.lowest, one.highest) for one in alert.differences] == [("5", "9"), ("5", "9")]
    with pytest.raises(ValidationError, match="001"):
        close_scoring(actor=bench.chair, call=bench.call)
    assert "001" in enter(bench.chair).get(locate("spreads", bench.call)).content.decode()
    values = {"do": "discuss", "words": "Uzgodniono wspólne rozumienie.", "cards": [str(low.pk)]}
    assert enter(bench.chair).post(locate("spread", first), values).status_code == 302
    low.refresh_from_db()
    assert (low.handed_in_at, low.earlier[0]["points"]) == (None, {"K1": "5", "K2": "5"})
    with pytest.raises(ValidationError):
        close_scoring(actor=bench.chair, call=bench.call)
    hand_in_all(bench, {"K1": "6", "K2": "5"})
    close_scoring(actor=bench.chair, call=bench.call)
    bench.call.refresh_from_db()
    assert bench.call.phase == "deciding"
    with pytest.raises(ValidationError):
        reopen_scoring(actor=bench.chair, call=bench.call, reason=" ")
    reopen_scoring(actor=bench.chair, call=bench.call, reason="Wyłączenie po zamknięciu")
    assert Call.objects.get(pk=bench.call.pk).phase == "scoring"


def test_one_more_assessor_settles_a_spread() -> None:
    bench = make_bench(1, members=1, phase="scoring")
    submission, secretary = bench.submissions[0], UserFactory.create()
    town.MembershipFactory.create(team=bench.call.commission, user=secretary, function="secretary")
    pledge(bench.call, secretary)
    make_card(submission, bench.chair, points={"K1": "10", "K2": "10"})
    make_card(submission, bench.members[0], points={"K1": "1", "K2": "1"})
    page = locate("spread", submission)
    assert enter(bench.chair).post(page, {"do": "third", "user": str(secretary.pk)}).status_code == 302
    assert find_alerts(bench.call)[0].is_settled is False
    third = card_of(submission, secretary)
    with pytest.raises(ValidationError):
        save_card(card=third, version=1, values=CardValues(points=SOUND))
    make_ready(bench.call, secretary)
    hand_in_all(bench, SOUND)
    assert find_alerts(bench.call)[0].is_settled is True
    with pytest.raises(ValidationError):
        remove_card(actor=bench.chair, card=third)


@pytest.mark.one_database
def test_a_head_who_still_has_to_judge_learns_nothing_of_a_spread() -> None:
    bench = make_bench(1, members=2, phase="scoring")
    submission = bench.submissions[0]
    make_card(submission, bench.chair, done=False)
    make_card(submission, bench.members[0], points={"K1": "10", "K2": "10"})
    make_card(submission, bench.members[1], points={"K1": "1", "K2": "1"})
    client = enter(bench.chair)
    assert submission.title not in client.get(locate("spreads", bench.call)).content.decode()
    assert client.get(locate("spread", submission)).status_code == 404


def test_a_discussion_needs_words() -> None:
    bench = make_bench(1, phase="scoring")
    with pytest.raises(ValidationError):
        discuss_spread(actor=bench.chair, submission=bench.submissions[0], words=" ")


@pytest.mark.one_database
def test_two_who_record_a_discussion_lose_nothing_of_each_other() -> None:
    bench = make_bench(1, phase="scoring")
    submission, client = bench.submissions[0], enter(bench.chair)
    page, said = locate("spread", submission), {"do": "discuss", "words": "Moje słowa."}
    discuss_spread(actor=bench.chair, submission=submission, words="Cudze słowa.")
    answer = client.post(page, said)
    assert "Cudze słowa." in answer.content.decode()
    submission.refresh_from_db()
    assert submission.discussion == "Cudze słowa."
    assert client.post(page, {**said, "seen": answer.context["talk"]["seen"].value()}).status_code == 302
    submission.refresh_from_db()
    assert submission.discussion == "Moje słowa."


@pytest.mark.one_database
def test_what_waits_for_a_member_comes_step_by_step() -> None:
    bench = make_bench(2, ready=False)
    user = bench.members[0]
    steps = [read_own_work(bench.call, user).step]
    pledge(bench.call, user)
    steps.append(read_own_work(bench.call, user).step)
    for one in (bench.chair, *bench.members):
        make_ready(bench.call, one)
    steps.append(read_own_work(bench.call, user).step)
    open_scoring(actor=bench.chair, call=bench.call)
    call = Call.objects.get(pk=bench.call.pk)
    steps.append(read_own_work(call, user).step)
    hand_in_all(bench, SOUND)
    steps.append(read_own_work(call, user).step)
    assert steps == ["pledge", "declare", "wait", "score", "rest"]
    page = reverse("calls:my_cards", kwargs=call.address)
    assert all(one.title in enter(user).get(page).content.decode() for one in bench.submissions)


@pytest.mark.parametrize("nasty", ["\x00", "9" * 5000, "²", "NaN", "-1", "\u202e\ufeff", '"><script>alert(1)</script>'])
def test_whatever_is_sent_by_members_and_heads_nothing_breaks(nasty: str) -> None:
    bench = make_bench(1, phase="scoring")
    card = make_card(bench.submissions[0], bench.chair, done=False)
    client, key = enter(bench.chair), bench.submissions[0].pk
    points = {name: nasty for one in bench.call.criteria.all() for name in (f"points-{one.pk}", f"reason-{one.pk}")}
    sent = {
        locate("card", card): {**points, "version": nasty, "remarks": nasty, "do": "hand_in"},
        locate("card_save", card): {**points, "version": nasty},
        locate("declarations", bench.call): {"seen": [nasty, str(key)], f"why-{key}": nasty, f"tie-{nasty[:50]}": nasty},
        locate("my_cards", bench.call): {"digest": nasty, "agree": nasty},
        locate("assignment", bench.call): {"do": "pass", "giver": nasty, "taker": nasty},
        locate("recusals", bench.call): {"declaration": nasty, "reason": nasty},
        locate("scoring", bench.call): {"do": nasty, "reason": nasty},
    }
    assert all(client.post(page, values).status_code < 500 for page, values in sent.items())
    assert client.get(f"{locate('assignment', bench.call)}?page={nasty[:50]}").status_code == 200


@pytest.mark.parametrize(
    ("said", "points"),
    [("7,5", "7.5"), (" 7 ", "7"), ("", None), ("nic", None), ("NaN", None), ("1e3", "1E+3"), ("9" * 40, None)],
)
def test_points_are_read_as_people_write_them(said: str, points: str | None) -> None:
    read = read_points(said)
    assert (None if read is None else str(read)) == points


def test_a_card_in_a_call_for_partners_shows_what_the_candidate_offers() -> None:
    bench = make_bench(1, kind="partners")
    Candidate.objects.create(
        submission=bench.submissions[0], legal_form="foundation", is_public_sector=False, role="Prowadzi warsztaty.",
        contribution="Sala i dwoje trenerów.", experience="Pięć projektów.", signatories="Jan Nieoceniany",
    )  # fmt: skip
    open_scoring(actor=bench.chair, call=bench.call)
    card = card_of(bench.submissions[0], bench.members[0])
    shown = enter(bench.members[0]).get(locate("card", card)).content.decode()
    assert all(words in shown for words in ("Prowadzi warsztaty.", "Sala i", "Pięć projektów."))
    assert "Jan Nieoceniany" not in shown


def test_a_reminder_is_offered_only_while_something_waits() -> None:
    bench = make_bench(1)
    open_scoring(actor=bench.chair, call=bench.call)
    page = locate("commission", bench.call)
    assert "przypomnienie/" in enter(bench.chair).get(page).content.decode()
    hand_in_all(bench, SOUND)
    assert "przypomnienie/" not in enter(bench.chair).get(page).content.decode()
