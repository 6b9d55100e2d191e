"""Documents set by Typst: data stay data, and no sign that somebody typed stops a document."""

from pathlib import Path

import pytest

from sciezka.kit.papers import set_pdf

TEMPLATE = '#set document(title: "Próba")\n#let said = json(bytes(sys.inputs.at("próba")))\n= #said.title\n#said.text'


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template of one heading and one paragraph."""
    path = tmp_path / "template.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def test_a_document_keeps_the_standards_of_archives(template: Path) -> None:
    pdf = set_pdf(template, "próba", {"title": "Diagnoza", "text": "Zażółć gęślą jaźń. #pagebreak() *nie* $1$"})
    assert pdf.startswith(b"%PDF-")
    assert b"pdfuaid" in pdf


@pytest.mark.parametrize("text", ["kciuk 👍", "miasto 日本", "עברית", "\u202eodwrócone"])
def test_a_sign_that_our_type_lacks_costs_the_standard_and_not_the_document(template: Path, text: str) -> None:
    assert set_pdf(template, "próba", {"title": "Diagnoza", "text": text}).startswith(b"%PDF-")
