"""The steps of a commission: pledges, declarations, blind cards, differing points."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse
from playwright.sync_api import Page, expect

from sciezka.rooms.calls.models import Call, ScoreCard, Submission
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Process
from tests.journeys.calls_pages import fill, go, letter_to, press

SignIn = Callable[[User], Page]


@dataclass(slots=True)
class Town:
    """A town before its first call: people, a goal, and the orders that appoint a commission and approve its work."""

    process: Process
    coordinator: User
    chair: User
    members: list[User]
    acts: list[str] = field(default_factory=list)

    @property
    def judges(self) -> list[User]:
        """Those who give points."""
        return [self.chair, *self.members]


def promise(page: Page, call: Call, tie: Submission | None = None) -> None:
    """Make the pledge and declare about all submissions at once; step aside from one where something ties."""
    go(page, "my_cards", call)
    page.locator("#main input[name=agree]").check()
    press(page)
    press(page, "#main a[href$='/oswiadczenia/']")
    if tie:
        page.locator(f"#tie-{tie.pk}").check()
        fill(page, {f"why-{tie.pk}": "Pracowałem tam do zeszłego roku."})
    press(page)


def open_scoring(desk: Page, call: Call, away: User, tied: Submission) -> None:
    """Share out and open: two assessors for each submission, nobody where they stepped aside."""
    go(desk, "scoring", call)
    with letter_to(away.email):
        press(desk, "#main button[value=open]")
    cards = ScoreCard.objects.filter(submission__call=call)
    assert Counter(cards.values_list("submission__number", flat=True)) == {1: 2, 2: 2, 3: 2}
    assert not cards.filter(submission=tied, user=away).exists()


def look_behind(page: Page, call: Call, tied: Submission) -> None:
    """Guess addresses as a member who stepped aside: nothing of that submission, and no ranking before the end."""
    for name, words in {"submission": {"submission": tied.pk}, "spread": {"submission": tied.pk}, "ranking": {}}.items():
        answer = page.goto(reverse(f"calls:{name}", kwargs={**call.address, **words}))
        assert answer
        assert answer.status == 404, name


def score(page: Page, call: Call, card: ScoreCard, points: int) -> None:
    """Judge alone: take the next card, press points in each criterion, give reasons, hand the card in."""
    others = card.submission.cards.exclude(pk=card.pk).filter(handed_in_at__isnull=False)
    words = [f"Powód {one.pk.hex}" for one in others]
    go(page, "submission", call, submission=card.submission_id)
    for said in words:
        expect(page.locator("#main")).not_to_contain_text(said)
    go(page, "my_cards", call)
    press(page, f"#main a[href*='{card.pk}']")
    for line in page.locator(f".comm-line input[type=radio][value='{points}']").all():
        line.check()
    for reason in page.locator("#main .comm-line textarea[name^=reason]").all():
        reason.fill(f"Powód {card.pk.hex}")
    expect(page.locator("[data-status]")).to_have_attribute("data-state", "saved")
    press(page, "#main button[value=hand_in]")
    for said in [*words, f"Powód {card.pk.hex}"]:
        expect(page.locator("#main")).to_contain_text(said)


def score_all(town: Town, sign_in: SignIn, call: Call) -> None:
    """Let each assessor judge: about the first submission two of them differ as much as they can."""
    points = {1: iter((5, 0)), 2: iter((3, 3)), 3: iter((1, 1))}
    for card in ScoreCard.objects.filter(submission__call=call).order_by("submission__number", "pk"):
        assert card.user in town.judges
        score(sign_in(card.user), call, card, next(points[card.submission.number or 0]))


def settle(town: Town, sign_in: SignIn, call: Call, submission: Submission) -> None:
    """See the alert, give the card to one more assessor, and close the scoring once it is in."""
    desk = sign_in(town.coordinator)
    go(desk, "scoring", call)
    press(desk, "#main a[href$='/rozbieznosci/']")
    press(desk, f"#main a[href*='/zgloszenia/{submission.pk}/rozbieznosc/']")
    desk.locator("#main select[name=user]").select_option(index=1)
    press(desk, "#main button:below(#main select[name=user])")
    card = ScoreCard.objects.get(submission=submission, way=ScoreCard.Way.THIRD)
    assert card.user
    score(sign_in(card.user), call, card, 5)
    assert card.submission.cards.count() == 3
    desk = sign_in(town.coordinator)
    go(desk, "scoring", call)
    press(desk, "#main button[value=close]")
