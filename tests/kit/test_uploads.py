"""Uploads: what passes, what is refused and in which words, and how files are served."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields.files import FieldFile, FileField
from django.utils import translation

from sciezka.kit.uploads import (
    ATTACHMENTS,
    DOCUMENTS,
    PICTURES,
    WEB_PAGES,
    CheckedFileField,
    CheckedUpload,
    check_upload,
    clean_name,
    serve_file,
)

PDF = b"%PDF-1.7\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture(autouse=True)
def _speak_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def pack(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


DOCX = pack({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"})
ODT = pack({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<c/>"})


def check(name: str, data: bytes, allowed: frozenset[str] = ATTACHMENTS, limit: int = 1_000_000) -> CheckedUpload:
    return check_upload(SimpleUploadedFile(name, data), allowed, limit)


def refusal(name: str, data: bytes, **kwargs: Any) -> forms.ValidationError:
    with pytest.raises(forms.ValidationError) as caught:
        check(name, data, **kwargs)
    return caught.value


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("Zarządzenie.PDF", PDF, "application/pdf"),
        ("mapa.png", PNG, "image/png"),
        ("zdjęcie.jpeg", b"\xff\xd8\xff\xe0" + b"0" * 9, "image/jpeg"),
        ("protokół.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (
            "budżet.xlsx",
            pack({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("notatka.odt", ODT, "application/vnd.oasis.opendocument.text"),
        ("notatka.txt", "zażółć gęślą jaźń".encode("cp1250"), "text/plain"),
        ("notatka2.txt", "zażółć gęślą jaźń".encode("iso-8859-2"), "text/plain"),
        ("lista.csv", "a;ł\n1;2".encode("utf-16"), "text/csv"),
    ],
)
def test_honest_files_pass_with_their_type(name: str, data: bytes, content_type: str) -> None:
    checked = check(name, data)
    assert checked.content_type == content_type
    assert checked.size == len(data)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"", "empty"),
        ("a.exe", b"MZ", "extension"),
        ("a.svg", b"<svg/>", "extension"),
        ("a.html", b"<html>", "extension"),
        ("bez-rozszerzenia", PDF, "extension"),
        ("a.pdf", b"MZ\x90", "mismatch"),
        ("a.pdf", b"<html>%PDF-", "mismatch"),
        ("a.png", PDF, "mismatch"),
        ("a.docx", ODT, "mismatch"),
        ("a.odt", DOCX, "mismatch"),
        ("a.xlsx", DOCX, "mismatch"),
        ("a.docx", b"PK\x03\x04broken", "mismatch"),
        ("a.odt", b"PK\x03\x04", "mismatch"),
        ("a.txt", b"one\x00two", "mismatch"),
        ("a.txt", b"MZ program", "mismatch"),
        ("a.txt", b"#!/bin/sh\n", "mismatch"),
        ("a.csv", b"  <!DOCTYPE html><script>alert(1)</script>", "mismatch"),
        ("a.txt", b"<svg xmlns='x'>", "mismatch"),
        ("a.txt", b"\xff\xfe\x00", "mismatch"),
        ("a.docx", pack({"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""}), "macros"),
        ("a.pdf", PDF + b"0" * 1_000_001, "too_large"),
    ],
)
def test_what_cannot_be_accepted_is_refused(name: str, data: bytes, code: str) -> None:
    assert refusal(name, data).code == code


def test_a_package_that_unpacks_too_far_is_refused_without_unpacking() -> None:
    bomb = pack({"[Content_Types].xml": b"", "word/document.xml": b"0" * 301 * 1024 * 1024})
    assert len(bomb) < 1_000_000
    assert refusal("a.docx", bomb).code == "bomb"


def test_a_package_of_too_many_parts_is_refused() -> None:
    assert refusal("a.docx", pack({f"{number}.xml": b"" for number in range(10_001)}), limit=9_000_000).code == "bomb"


def test_the_limit_and_the_size_are_said() -> None:
    assert refusal("a.pdf", PDF + b"0" * 2048, limit=1024).messages == [
        "“a.pdf” is too large: it has 2.0\u00a0KB and the limit is 1.0\u00a0KB."
    ]


def test_accepted_kinds_are_listed() -> None:
    assert "CSV, DOCX, ODS, ODT, PDF, TXT, XLSX" in refusal("a.exe", b"MZ", allowed=DOCUMENTS).messages[0]
    assert "JPG, PNG" in refusal("a.exe", b"MZ", allowed=PICTURES).messages[0]


def test_a_web_page_passes_only_where_a_reader_of_pages_asks_for_it() -> None:
    assert check("strona.html", b"<!doctype html><p>tekst", allowed=WEB_PAGES).content_type == "text/html"
    assert refusal("strona.svg", b"<svg>", allowed=WEB_PAGES | {"svg"}).code == "extension"


def test_the_file_is_left_at_its_start() -> None:
    upload = SimpleUploadedFile("a.docx", DOCX)
    check_upload(upload, DOCUMENTS, 1_000_000)
    assert upload.read() == DOCX


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Dokumenty\\Plan.PDF", "Plan.pdf"),
        ("raport\u202efdp.txt", "raportfdp.txt"),
        ("a\u200b\u0000\n.txt", "a.txt"),
        ("zarza\u0328dzenie.pdf", "zarządzenie.pdf"),
        ('a"b".pdf', "a b.pdf"),
        ("  wiele   odstępów  .pdf", "wiele odstępów.pdf"),
        ("", "file"),
        ("...", "file"),
        ("w" * 300 + ".docx", "w" * 115 + ".docx"),
    ],
)
def test_names_are_made_safe_to_show(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


def test_stored_names_are_random_and_keep_the_extension() -> None:
    checked = check("Tajny plan.pdf", PDF)
    names = {checked.store_name() for _ in range(20)}
    assert len(names) == 20
    assert all(name.endswith(".pdf") and "plan" not in name and len(name) == 36 for name in names)


@pytest.mark.django_db
def test_served_files_are_isolated_and_saved_under_their_polish_name(tmp_path: Path) -> None:
    field = FileField(storage=FileSystemStorage(tmp_path))
    field.name = "file"
    kept = FieldFile(None, field, field.storage.save("x.pdf", ContentFile(PDF)))  # type: ignore[arg-type]
    response = serve_file(kept, name="Zarządzenie nr 5.pdf", content_type="application/pdf")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"].startswith("private")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Zarz%C4%85dzenie%20nr%205.pdf"
    assert b"".join(response.streaming_content) == PDF
    response.close()
    shown = serve_file(kept, name="Zarządzenie.pdf", content_type="application/pdf", as_attachment=False)
    assert shown["Content-Disposition"].startswith("inline")
    shown.close()


class UploadForm(forms.Form):
    """A form with one file that must be sent and one that may."""

    file = CheckedFileField(label="Plik", allowed=DOCUMENTS, max_bytes=1000)
    second = CheckedFileField(label="Drugi", required=False)


def test_the_form_field_hands_over_the_checked_file() -> None:
    form = UploadForm(files={"file": SimpleUploadedFile("../plan.pdf", PDF)})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["file"].checked.name == "plan.pdf"
    assert form.cleaned_data["second"] is None
    assert 'accept=".csv,.docx,.ods,.odt,.pdf,.txt,.xlsx"' in str(form["file"])


def test_the_form_field_says_what_is_wrong() -> None:
    form = UploadForm(files={"file": SimpleUploadedFile("plan.pdf", b"")})
    assert form.errors == {"file": ["“plan.pdf” is empty. Check the file and choose it once more."]}
    assert UploadForm(files={}).errors == {"file": ["This field is required."]}
