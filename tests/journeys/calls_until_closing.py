"""The steps of a call until its formal check: composing, announcing, applying on a phone, questions, an amendment."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect

from sciezka.rooms.calls.models import Call, Submission
from tests.journeys.calls_pages import choose, fill, go, letter_to, path_in, press
from tests.journeys.hands import tap

CALLS: Final = "/biuro/dolina/strategia/nabory/"
PUBLIC: Final = "/dolina/strategia/nabory/"
EMAIL: Final = "zgloszenie@podworko.example"
SKETCH: Final[FilePayload] = {
    "name": "szkic.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n",
}


def compose(page: Page) -> None:
    """Prepare a call from what its kind begins with: words, a goal, money, a commission."""
    closing = timezone.localtime() + dt.timedelta(days=20)
    page.goto(CALLS)
    press(page, "#main a[href$='/nabory/nowy/']")
    press(page, "#main a[href='?rodzaj=undertakings']")
    fill(page, {"title": "Ożywiamy podwórka", "closes_at": f"{closing:%Y-%m-%dT15:00}"})
    choose(page, "form", "undertaking")
    press(page)
    expect(page.locator("#main .call-steps__lack").first).to_be_visible()
    edit_part(page, "tresc", {"announcement": "Szukamy **przedsięwzięć**, które ożywią podwórka śródmieścia."})
    press(page, "#main a[href$='/cele/']")
    page.locator("#main input[name=goals]").check()
    press(page)
    press(page, "#main a[href$='/srodki/']")
    choose(page, "selects", "money")
    fill(page, {"budget": "60 000"})
    press(page)
    press(page, "#main a[href$='/sklad-komisji/']")
    page.locator("#main select[name=commission]").select_option(index=1)
    fill(page, {"quorum": "3", "assessors": "2"})
    press(page)


def edit_part(page: Page, part: str, values: Mapping[str, str]) -> None:
    """Open a part of a draft from its page, and fill it in."""
    press(page, f"#main a[href$='/{part}/']")
    fill(page, values)
    press(page)


def announce(page: Page) -> Call:
    """Announce it; from then on it is public and open."""
    press(page, "#main a[href$='/ogloszenie/']")
    choose(page, "entry", "published")
    press(page)
    call = Call.objects.get()
    assert call.phase == "open"
    assert call.criteria_digest
    assert call.event
    assert call.event.is_published
    return call


def submit(phone: Page) -> Submission:
    """Submit an undertaking on a phone: without an account, with costs and an attachment, and confirm the e-mail."""
    phone.goto("/dolina/strategia/")
    tap(phone, phone.locator(f"a[href='{PUBLIC}']").first)
    tap(phone, phone.get_by_role("link", name="Ożywiamy podwórka").first)
    tap(phone, phone.locator("#main a[href$='/zgloszenie/']"))
    tap(phone, phone.locator("#main a[href$='/poczatek/']"))
    fill(phone, {"title": "Zielone podwórko przy Długiej", "summary": "Drzewa, ławki i stojaki na rowery.", "email": EMAIL})
    phone.locator("#main input[name=goals]").check()
    choose(phone, "applicant_kind", "organisation")
    fill(phone, {"applicant": "Stowarzyszenie Podwórko"})
    with letter_to(EMAIL):
        go_on(phone)
        if "/poczatek/" in phone.url:
            # Whoever types faster than people do is asked to press once more.
            go_on(phone)
    answer_pages(phone)
    with letter_to(EMAIL) as letters:
        tap(phone, phone.locator("form.apply__send button"))
    expect(phone.locator(".receipt__number")).to_be_visible()
    submission = Submission.objects.get()
    assert submission.receipt in letters[0]
    phone.goto(path_in(letters[0], "/potwierdzenie/"))
    submission.refresh_from_db()
    assert submission.confirmed_at
    assert submission.asked == 50_000
    return submission


def go_on(phone: Page) -> None:
    """Go to the next page of the form."""
    tap(phone, phone.locator("#main .steps button[value=next]"))


def answer_pages(phone: Page) -> None:
    """Answer the pages of the form."""
    fill(phone, {"potrzeba": "Nie ma gdzie usiąść.", "cel": "Sąsiedzi się spotkają.", "odbiorcy": "Około 200 osób."})
    go_on(phone)
    fill(phone, {"dzialania": "Sadzimy, stawiamy, otwieramy.", "czas": "9", "wykonawcy": "Stowarzyszenie z sąsiadami."})
    go_on(phone)
    line = phone.locator(".cost").first
    for part, value in {"what": "Ławki", "quantity": "10", "price": "5 500,00", "own": "5000"}.items():
        line.locator(f"[data-part={part}]").fill(value)
    expect(phone.locator("[data-sum=asked]")).to_have_text(re.compile(r"50\s000"))
    fill(phone, {"trwalosc": "Zieleń podleje wspólnota."})
    phone.locator("input[type=file][name=zalacznik]").set_input_files(files=[SKETCH])
    go_on(phone)
    expect(phone.locator("#main")).to_contain_text("szkic.pdf")


def ask_and_answer(phone: Page, desk: Page, call: Call) -> None:
    """Ask about the call on a phone; the answer goes to whoever asked, and stands with the call for everybody."""
    phone.goto(call.public_url)
    tap(phone, phone.locator("#main a[href$='/pytanie/']"))
    fill(phone, {"text": "Czy można zgłosić podwórko poza śródmieściem?", "email": "pytanie@podworko.example"})
    tap(phone, phone.locator("#main form button"))
    if not phone.url.endswith("/przyjete/"):
        tap(phone, phone.locator("#main form button"))
    go(desk, "inquiries", call)
    press(desk, "#main a[href*='/pytania/']")
    fill(desk, {"answer": "Nie, tylko w śródmieściu."})
    with letter_to("pytanie@podworko.example"):
        press(desk)
    assert call.inquiries.get().email == ""
    phone.goto(call.public_url)
    expect(phone.locator("#main")).to_contain_text("Nie, tylko w śródmieściu.")


def amend(desk: Page, phone: Page, call: Call) -> None:
    """Amend what was announced: more money, a later closing; whoever sent something gets a letter, residents see both."""
    later = timezone.localtime(call.closes_at) + dt.timedelta(days=3)
    go(desk, "call_amend", call)
    fill(desk, {"why": "Rada dołożyła środków.", "budget": "90 000", "closes_at": f"{later:%Y-%m-%dT15:00}"})
    with letter_to(EMAIL) as letters:
        press(desk)
    assert "Rada dołożyła środków." in letters[0]
    phone.goto(call.public_url)
    expect(phone.locator("#main")).to_contain_text("Rada dołożyła środków.")
    expect(phone.locator("#main .call-facts__large").first).to_have_text(re.compile(r"90\s000"))


def close(call: Call) -> None:
    """Let the clock reach the closing."""
    Call.objects.filter(pk=call.pk).update(closes_at=timezone.now())
    call.refresh_from_db()
    assert call.phase == "checking"


def check_formally(desk: Page, phone: Page, call: Call, first: Submission) -> None:
    """Ask the applicant to supplement, take what they add, and pass the rest at once."""
    go(desk, "submission_check", call, submission=first.pk)
    conditions = [one["code"] for one in call.checklist]
    for code in conditions:
        choose(desk, f"c-{code}", "supplement" if code == conditions[-1] else "yes")
    fill(desk, {"remarks": "Dopisz, któremu celowi służy pomysł."})
    with letter_to(EMAIL) as letters:
        press(desk, "#main form .form__foot button:not([name])")
    phone.goto(path_in(letters[0], "/zgloszenie/"))
    fill(phone, {"supplement-text": "Służy ożywieniu śródmieścia."})
    tap(phone, phone.locator("#supplement button"))
    go(desk, "submission_check", call, submission=first.pk)
    choose(desk, f"c-{conditions[-1]}", "yes")
    press(desk, "#main form .form__foot button:not([name])")
    go(desk, "submissions_check", call)
    for box in desk.locator("#main input[name=submissions]").all():
        box.check()
    press(desk)
    assert set(call.submissions.values_list("check_made__outcome", flat=True)) == {"passed"}
