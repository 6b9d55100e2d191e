"""Answers brought into a survey from files: reviewed before anything is stored, taken once, never more than is sound."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sciezka.kit.journal import entries_of
from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.questions.schema.tidying import round_place
from sciezka.rooms.surveys.actions.imports import FOLDER, WAITS, clear_waiting
from sciezka.rooms.surveys.models import Release, Response, Survey
from sciezka.rooms.surveys.queries.imports import Reviewed, review_file
from sciezka.rooms.town.models import Process
from tests.factories.surveys import make_content, make_item, make_option, make_response, make_survey
from tests.rooms.surveys.polled import address, answer_survey
from tests.rooms.surveys.test_exports import ITEMS, WHOLE, fetch

ASKED = make_content([
    make_item("plec", text="Płeć", options=[make_option("k", "Kobieta"), make_option("m", "Mężczyzna")], required=True),
    make_item("sprawy", "multiple", text="Co jest ważne?", options=[
        make_option("a", "Zieleń"), make_option("b", "Praca"), make_option("inne", "Inne", own_words=True),
    ]),
    make_item("wiek", "number", text="Ile masz lat?", least=10, most=99),
    make_item("oceny", "grid", text="Oceń", options=[make_option("1", "źle"), make_option("2", "dobrze")]),
    make_item("uwagi", "long_text", text="Uwagi"),
])  # fmt: skip


def review(text: str) -> Reviewed:
    return review_file(read_questionnaire(ASKED), text.encode())


def give(client: Client, survey: Survey, data: bytes | str) -> Any:
    file = SimpleUploadedFile("odpowiedzi.csv", data.encode() if isinstance(data, str) else data, "text/csv")
    return client.post(address(survey, "answers_import"), {"file": file})


def test_limesurvey_rows_are_checked_one_by_one() -> None:
    reviewed = review(
        "id,submitdate,startlanguage,token,plec,sprawy[a],sprawy[b],sprawy[inne],wiek,oceny[r1],oceny[r2]\n"
        '1,2025-05-06 10:31:12,pl,abc,k,Y,,"=cmd",31,1,2\n'
        "2,2025-05-06 11:00:00,pl,abd,m,,,,7,,\n"
        "3,,pl,abe,k,Y,,,40,,\n"
        "4,2025-05-07 09:00:00,pl,abf,k,,,,,,\n"
    )
    assert reviewed.file.source == "limesurvey"
    assert [row.line for row in reviewed.sound] == [2, 5]
    assert reviewed.sound[0].answers == {
        "plec": "k", "sprawy": ["a", "inne"], "sprawy.inne": "=cmd", "wiek": 31, "oceny": {"r1": "1", "r2": "2"},
    }  # fmt: skip
    assert reviewed.sound[0].hour is not None
    assert reviewed.sound[0].hour.minute == 0
    assert {(one.code, one.item, one.lines) for one in reviewed.reasons} == {
        ("too_small", "wiek", (3,)),
        ("unfinished", "", (4,)),
    }
    assert any(one["why"] == "private" for one in reviewed.file.left_out)


def test_google_answers_are_found_by_their_words_whatever_their_kind_was_guessed_to_be() -> None:
    lines = [
        "Sygnatura czasowa,Płeć,Co jest ważne?,Ile masz lat?,Oceń [Wiersz 1],Oceń [Wiersz 2],Adres e-mail",
        *(
            f"2025/05/06 10:31:{second} AM GMT+2,Kobieta,Zieleń;Praca,3{second % 10},źle,dobrze,a@b.pl"
            for second in range(10, 18)
        ),
        '2025/05/06 2:31:12 PM GMT+2,Mężczyzna,"Praca;Rowery",41,dobrze,dobrze,c@d.pl',
        "2025/05/06 2:31:13 PM GMT+2,Mężczyzna,Praca,5,dobrze,dobrze,c@d.pl",
    ]
    reviewed = review("\n".join(lines))
    assert reviewed.file.source == "google"
    assert len(reviewed.sound) == 9
    assert reviewed.sound[0].answers == {"plec": "k", "sprawy": ["a", "b"], "wiek": 30, "oceny": {"r1": "1", "r2": "2"}}
    assert reviewed.sound[8].answers["sprawy"] == ["b", "inne"]
    assert reviewed.sound[8].answers["sprawy.inne"] == "Rowery"
    assert [(one.code, one.lines) for one in reviewed.reasons] == [("too_small", (11,))]
    assert "a@b.pl" not in repr(reviewed)


@pytest.mark.django_db
def test_our_own_file_goes_into_another_survey_without_loss(office: Client, process: Process) -> None:
    survey = make_survey(process, make_content(ITEMS), phase="closed", title="Badanie jakości")
    make_response(survey, {**WHOLE, "gdzie": round_place(50.9, 15.73, 200)}, group="Technikum", language="uk")
    for response in answer_survey(survey, 12):
        # Places are stored rounded, and own answers with their words; what was drawn is neither.
        latitude, longitude = response.answers.get("gdzie", [50.9, 15.7])
        response.answers["gdzie"] = round_place(latitude, longitude, 200)
        if response.answers.get("ocena") == "inne":
            response.answers["ocena.inne"] = "-- różnie"
        response.save()
    text = fetch(office, survey, "export_csv", slowa="on", dni="on")
    wave = make_survey(process, questionnaire=survey.questionnaire, phase="closed", title="Druga fala")
    page = give(office, wave, text)
    assert page.status_code == 200
    assert (page.context["sound"], page.context["bad"], page.context["reasons"]) == (13, 0, [])
    assert not wave.responses.exists()
    page = office.post(address(wave, "answers_import"), {"plik": page.context["token"], "co": "wez"}, follow=True)
    assert page.status_code == 200

    def read(of: Survey) -> list[str]:
        rows = of.responses.values_list("answers", "group", "language")
        return sorted(repr((sorted(answers.items(), key=str), *rest)) for answers, *rest in rows)

    assert read(wave) == read(survey)
    assert set(wave.responses.values_list("channel", flat=True)) == {Response.Channel.IMPORT}
    days = {timezone.localdate(hour) for hour in wave.responses.values_list("finished_hour", flat=True)}
    assert days == {timezone.localdate(hour) for hour in survey.responses.values_list("finished_hour", flat=True)}
    entry = entries_of(wave).get(verb="response.import")
    assert (entry.after["responses"], entry.after["source"]) == (13, "own")
    again = give(office, wave, text)
    assert again.context["taken"]
    assert "token" not in again.context
    assert wave.responses.count() == 13
    assert default_storage.listdir(FOLDER)[1] == []


@pytest.mark.django_db
def test_sound_rows_are_taken_alone_and_a_draft_becomes_a_survey_that_has_ended(office: Client, process: Process) -> None:
    survey = make_survey(process, ASKED, phase="draft", entry="list")
    file = "id,submitdate,plec,wiek\n1,2024-05-06 10:00:00,k,30\n2,2024-05-07 10:00:00,x,30\n3,2024-05-08 10:00:00,m,300\n"
    page = give(office, survey, file)
    assert (page.context["sound"], page.context["bad"]) == (2, 1)
    token = page.context["token"]
    put_aside = office.post(address(survey, "answers_import"), {"plik": token, "co": "odloz"})
    assert put_aside.status_code == 302
    gone = office.post(address(survey, "answers_import"), {"plik": token, "co": "wez"}, follow=True)
    assert "czekał" in gone.content.decode() or "waited" in gone.content.decode()
    assert not survey.responses.exists()
    page = give(office, survey, file)
    office.post(address(survey, "answers_import"), {"plik": page.context["token"], "co": "wez"})
    survey.refresh_from_db()
    assert survey.phase == "closed"
    assert survey.edition is not None
    assert survey.responses.count() == 2
    assert survey.opens_at is not None
    assert survey.opens_at.year == 2024
    # Kept from today: old answers are not deleted on the day they come.
    assert survey.erases_on is not None
    assert survey.erases_on > timezone.localdate()
    assert survey.clauses.exists()


@pytest.mark.django_db
def test_what_is_no_file_of_answers_is_refused_in_words_and_shut_surveys_take_none(office: Client, process: Process) -> None:
    survey = make_survey(process, ASKED, phase="closed")
    for data in (b"", b"PK\x03\x04zzz", b"<xml/>", b"\x00\x01\x02", "a,b\n1,2\n", "plec,wiek\n"):
        page = give(office, survey, data)
        assert page.status_code == 422
        assert page.context["form"].errors["file"]
    assert office.post(address(survey, "answers_import"), {}).status_code == 422
    for token in ("", "x", "a:b:c"):
        assert office.post(address(survey, "answers_import"), {"plik": token, "co": "wez"}).status_code == 302
    Release.objects.create(survey=survey, number=1, published_at=timezone.now())
    page = give(office, survey, "plec,wiek\nk,30\n")
    assert page.context["shut"]
    Survey.objects.filter(pk=survey.pk).update(erased_at=timezone.now())
    assert office.get(address(survey, "answers_import")).context["shut"]
    assert not survey.responses.exists()


@pytest.mark.django_db
def test_files_that_nobody_took_are_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    # Other tests leave files of theirs in the same folder.
    path = default_storage.save(f"{FOLDER}/stary", ContentFile(b"x"))
    clear_waiting()
    assert default_storage.exists(path)
    later = timezone.now() + 2 * WAITS
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert clear_waiting() >= 1
    assert not default_storage.exists(path)
