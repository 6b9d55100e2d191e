"""A questionnaire written as a file of ours comes back whole."""

import json

import pytest

from sciezka.rooms.questions.carrying import CarryingProblem, read_own, write_own
from sciezka.rooms.questions.library import shipped_questionnaires


def test_every_shipped_questionnaire_comes_back_as_it_was() -> None:
    shipped = shipped_questionnaires()

    assert shipped
    for each in shipped:
        assert read_own(write_own(each.questionnaire)).questionnaire == each.questionnaire


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "empty"),
        ("{", "json"),
        ("[" * 100_000, "json"),
        ("[]", "own_kind"),
        ('{"format": "inny"}', "own_kind"),
        ('{"format": "sciezka-questionnaire", "version": 2}', "own_version"),
        ('{"format": "sciezka-questionnaire", "version": 1}', "not_whole"),
        ('{"format": "sciezka-questionnaire", "version": 1, "questionnaire": {"pages": [{"code": "1"}]}}', "not_whole"),
        ('{"format": "sciezka-questionnaire", "version": 1, "questionnaire": {"pages": NaN}}', "json"),
    ],
)
def test_a_file_that_is_not_ours_is_refused(content: str, code: str) -> None:
    with pytest.raises(CarryingProblem) as problem:
        read_own(content.encode())

    assert problem.value.code == code


def test_what_is_added_to_our_file_is_listed() -> None:
    (shipped, *_others) = shipped_questionnaires()
    content = json.loads(write_own(shipped.questionnaire)) | {"dopisane": 1}

    assert [entry.detail for entry in read_own(json.dumps(content).encode()).left_out] == ["dopisane"]
