"""Two states side by side: properties of the difference of things and of words, and a few by hand."""

from hypothesis import given
from hypothesis import strategies as st

from sciezka.core.graphs.compare import Piece, compare_states, compare_words

ROWS = st.dictionaries(st.text("abc", max_size=2), st.dictionaries(st.sampled_from("xyz"), st.integers(0, 2), min_size=1))
TEXTS = st.text("ab ,\n\u00a0", max_size=30)


def test_what_was_added_removed_and_changed() -> None:
    before = {"P-01": {"title": "Najem", "cited": {}}, "P-02": {"title": "Praca"}, "P-03": {"title": "Szkoły"}}
    after = {"P-03": {"title": "Szkoły"}, "P-01": {"title": "Drogi najem", "cited": {"number": 3}}, "P-04": {}}
    found = compare_states(before, after)
    assert (found.added, found.removed, found.count) == (("P-04",), ("P-02",), 3)
    assert [(row.key, row.fields, row.before["title"]) for row in found.changed] == [("P-01", ("title", "cited"), "Najem")]


@given(ROWS, ROWS)
def test_the_difference_turns_the_earlier_state_into_the_later_one(before: dict, after: dict) -> None:
    found = compare_states(before, after)
    state = {key: row for key, row in before.items() if key not in found.removed}
    state |= {key: after[key] for key in found.added} | {row.key: row.after for row in found.changed}
    assert state == after
    back = compare_states(after, before)
    assert (set(back.added), set(back.removed)) == (set(found.removed), set(found.added))
    assert {row.key for row in back.changed} == {row.key for row in found.changed}
    assert compare_states(before, before).count == 0


@given(TEXTS, TEXTS)
def test_pieces_of_words_make_up_both_texts(before: str, after: str) -> None:
    pieces = compare_words(before, after)
    assert "".join(piece.text for piece in pieces if piece.fate != "added") == before
    assert "".join(piece.text for piece in pieces if piece.fate != "removed") == after
    assert all(piece.text for piece in pieces)


def test_only_the_words_that_differ_are_marked() -> None:
    assert compare_words("Najem kosztuje połowę płacy", "Najem kosztuje ponad połowę płacy") == (
        Piece("same", "Najem kosztuje "),
        Piece("added", "ponad "),
        Piece("same", "połowę płacy"),
    )
