"""What supplements a submission: files that are not what they say are refused, and what was typed beside them stays."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.rooms.calls.queries.keys import make_key
from tests.factories import calls, town

WORDS = "Moje wyjaśnienie 77"


def pack() -> bytes:
    """Make a document that unpacks into far more than it is."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "x")
        package.writestr("word/document.xml", b"0" * 100_000)
    return held.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg onload=alert(1)>"), ("a.html", b"<html>"), ("a.pdf", b""), ("a.pdf", b"MZ\x90"), ("a.docx", pack()),
        ("../../etc/x.exe", b"MZ"), ("a.pdf.exe", b"%PDF-1.4"), ("a.txt", b"<script>1</script>"), ("a.csv", b"\x7fELF"),
        ("x" * 300 + ".pdf", b"nope"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_refused_and_words_stay(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> None:
    monkeypatch.setattr("sciezka.kit.uploads._MAX_UNPACKED", 50_000)
    submission = calls.make_submission(calls.make_call(town.ProcessFactory.create(), phase="checking"))
    due = timezone.now() + dt.timedelta(days=2)
    calls.make_check(submission, "supplement", asked_at=timezone.now(), due_at=due)
    place = reverse("calls:mine_supplement", kwargs={"submission_key": make_key(submission)})
    answer = client.post(place, {"supplement-text": WORDS, "supplement-file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    assert WORDS in answer.content.decode()
    assert not submission.files.exists()
