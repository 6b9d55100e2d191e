"""The commission: pledges, declarations, recusals, sittings, and who sees what of it."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from sciezka.kit.guards import may
from sciezka.kit.journal import entries_of
from sciezka.rooms.calls.actions.commission import declare, lift_recusal, remind_members, word_pledge
from sciezka.rooms.calls.models import Declaration, ScoreCard, Submission
from sciezka.rooms.calls.queries.commission import digest_words, read_members, words_of_pledge
from sciezka.rooms.calls.queries.scores import cards_that_count
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Membership
from tests.factories.calls import make_card
from tests.factories.commission import Bench, enter, locate, make_bench, make_ready, pledge
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_member_promises_in_the_words_that_were_read() -> None:
    bench = make_bench(1, ready=False)
    client, page = enter(bench.members[0]), locate("my_cards", bench.call)
    assert words_of_pledge(bench.call).splitlines()[0] in client.get(page).content.decode()
    digest = digest_words(words_of_pledge(bench.call))
    word_pledge(actor=bench.chair, call=bench.call, words="Będę oceniać bezstronnie.")
    assert client.post(page, {"digest": digest, "agree": "on"}).status_code == 200
    assert not bench.call.pledges.exists()
    bench.call.refresh_from_db()
    client.post(page, {"digest": digest_words("Będę oceniać bezstronnie."), "agree": "on"})
    assert bench.call.pledges.get().words == "Będę oceniać bezstronnie."
    with pytest.raises(ValidationError) as refused:
        word_pledge(actor=bench.chair, call=bench.call, words="Inaczej.")
    assert refused.value.code == "pledged"


def test_one_press_declares_about_all_but_those_that_are_named() -> None:
    bench = make_bench(3, ready=False)
    user, (first, second, third) = bench.members[0], bench.submissions
    pledge(bench.call, user)
    page = locate("declarations", bench.call)
    # A tie without a word of explanation is asked about, and nothing is kept before.
    answer = enter(user).post(page, {"seen": [first.pk, second.pk, third.pk], f"tie-{second.pk}": "on"})
    assert answer.status_code == 200
    assert not Declaration.objects.exists()
    values = {"seen": [first.pk, second.pk], f"tie-{second.pk}": "on", f"why-{second.pk}": "Pracuję u wnioskodawcy."}
    assert enter(user).post(page, values).status_code == 302
    said = dict(Declaration.objects.filter(user=user).values_list("submission_id", "stance"))
    assert said == {first.pk: "impartial", second.pk: "conflict"}
    member = next(one for one in read_members(bench.call) if one.user == user)
    assert (member.declared, member.ties, member.is_ready) == (2, 1, False)


def test_whoever_steps_aside_loses_the_card_and_sees_nothing_more() -> None:
    bench = make_bench(2, phase="scoring")
    user, (first, second) = bench.members[0], bench.submissions
    open_card = make_card(first, user, done=False)
    handed = make_card(second, user)
    make_card(second, bench.chair)
    declare(actor=user, call=bench.call, read=[], ties={first.pk: "Brat", second.pk: "Brat"})
    assert not ScoreCard.objects.filter(pk=open_card.pk).exists()
    assert [card.user for card in cards_that_count(bench.call)] == [bench.chair]
    client = enter(user)
    assert [client.get(locate(name, second)).status_code for name in ("submission", "assessors", "spread")] == [404] * 3
    assert client.get(locate("card", handed)).status_code == 404
    page = client.get(locate("my_cards", bench.call)).content.decode()
    assert first.title not in page
    assert second.title not in page
    # By the own hand nobody comes back; by another's, with a reason, and the card counts again.
    declare(actor=user, call=bench.call, read=[second.pk], ties={})
    tie = Declaration.objects.get(user=user, submission=second)
    assert tie.stance == "conflict"
    with pytest.raises(ValidationError):
        lift_recusal(actor=user, declaration=tie, reason="Pomyłka")
    lift_recusal(actor=bench.chair, declaration=tie, reason="Pomyłka w wierszu")
    assert len(cards_that_count(bench.call)) == 2
    assert may(User.objects.get(pk=user.pk), "calls.see_submission", Submission.objects.get(pk=second.pk))


def test_nothing_is_declared_before_the_closing_nor_after_the_decision() -> None:
    for phase in ("open", "approved"):
        bench = make_bench(1, phase=phase, ready=False)
        with pytest.raises(ValidationError):
            declare(actor=bench.members[0], call=bench.call, read=[bench.submissions[0].pk], ties={})
        assert enter(bench.members[0]).get(locate("declarations", bench.call)).status_code == 302


def test_a_sitting_tells_whether_the_quorum_was_met() -> None:
    bench = make_bench(1)
    client, page = enter(bench.chair), locate("sitting_new", bench.call)
    present = [str(bench.chair.ref), str(bench.members[0].ref)]
    client.post(page, {"day": "2026-09-09", "where": "Ratusz", "present": present[:1], "notes": "Za mało osób."})
    client.post(page, {"day": "2026-09-10", "present": present})
    assert [len(one.present) for one in bench.call.sittings.all()] == [1, 2]
    sitting = bench.call.sittings.first()
    assert sitting is not None
    edit = reverse("calls:sitting", kwargs={**bench.call.address, "sitting": sitting.pk})
    client.post(edit, {"day": "2026-09-09", "present": present, "notes": "Uzupełniono listę.", "version": 1})
    # Somebody else who read the first version is told, and sees both.
    late = client.post(edit, {"day": "2026-09-09", "notes": "Odwołano.", "version": 1})
    assert "Odwołano." in late.content.decode()
    assert "Uzupełniono listę." in late.content.decode()
    sitting.refresh_from_db()
    assert (len(sitting.present), sitting.notes) == (2, "Uzupełniono listę.")
    assert client.post(edit, {"day": "9999-99-99", "present": ["obcy"]}).status_code == 200
    assert client.post(f"{edit}usuniecie/").status_code == 302
    assert bench.call.sittings.count() == 1
    assert [entry.verb for entry in entries_of(sitting)] == ["sitting.delete", "sitting.edit", "sitting.hold"]


def test_a_reminder_goes_to_those_for_whom_something_waits_and_once_a_day(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    bench = make_bench(2, ready=False)
    make_ready(bench.call, bench.chair)
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_members(actor=bench.chair, call=bench.call) == 2
    with pytest.raises(ValidationError):
        remind_members(actor=bench.chair, call=bench.call)
    assert {letter.to[0] for letter in mail.outbox} == {user.email for user in bench.members}
    page = locate("my_cards", bench.call)
    assert [letter.body for letter in mail.outbox if page not in letter.body] == []
    assert not any(one.title in letter.body for letter in mail.outbox for one in bench.submissions)


def test_members_see_who_sits_there_and_heads_how_far_each_is() -> None:
    bench = make_bench(2)
    page = locate("commission", bench.call)
    seen = enter(bench.members[0]).get(page).content.decode()
    run = enter(bench.chair).get(page).content.decode()
    assert bench.members[1].name in seen
    assert locate("scoring", bench.call) in run
    assert locate("scoring", bench.call) not in seen
    for name in ("assignment", "scoring", "spreads", "recusals", "pledge_words", "sitting_new"):
        assert enter(bench.chair).get(locate(name, bench.call)).status_code == 200, name
        assert enter(bench.members[0]).get(locate(name, bench.call)).status_code == 404, name
    assert enter(UserFactory.create()).get(locate("my_cards", bench.call)).status_code == 404


def test_a_term_that_is_over_ends_the_member_s_rights() -> None:
    bench = make_bench(1)
    Membership.objects.filter(user=bench.members[0]).update(until=dt.date(2025, 1, 1), since=dt.date(2024, 1, 1))
    assert enter(bench.members[0]).get(locate("my_cards", bench.call)).status_code == 404


@pytest.mark.one_database
def test_pages_take_as_many_queries_for_three_as_for_one() -> None:
    small, large = make_bench(1, members=1, phase="scoring"), make_bench(3, members=3, phase="scoring")
    for bench in (small, large):
        for submission in bench.submissions:
            for at, user in enumerate((bench.chair, *bench.members)):
                make_card(submission, user, points={"K1": str(2 + 7 * (at % 2)), "K2": "5"})
    for name in ("commission", "my_cards", "declarations", "assignment", "scoring", "spreads", "recusals"):
        assert count_queries(small, name) == count_queries(large, name), name


def count_queries(bench: Bench, name: str) -> int:
    client, page = enter(bench.chair), locate(name, bench.call)
    client.get(page)
    with CaptureQueriesContext(connection) as counted:
        client.get(page)
    return len(counted)
