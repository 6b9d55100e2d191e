"""What the thread is told of the path's nouns: where each is shown."""

import pytest

from sciezka.rooms.diagnosis.queries.statements import find_statements
from sciezka.rooms.path.queries import nouns
from tests.factories import diagnosis, path, town

pytestmark = pytest.mark.django_db


def test_addresses_made_at_once_are_those_of_each_noun_and_of_no_other_process() -> None:
    # A slug may look like a key.
    process, other = town.ProcessFactory.create(workspace__slug="0", slug="0"), town.ProcessFactory.create()
    goal = path.make_goal(process)
    made = [
        (nouns.find_factors, path.make_factor(process)),
        (nouns.find_swot_entries, path.make_swot_entry(process)),
        (nouns.find_visions, path.make_vision(process)),
        (nouns.find_goals, goal),
        (nouns.find_indicators, path.make_indicator(goal)),
        (find_statements, diagnosis.make_statement(diagnosis.make_tree(process))),
    ]
    for find, noun in made:
        keys = [str(noun.pk), "999", "x", "9" * 30]
        found = find(process, keys)
        assert {key: row.href for key, row in found.items()} == {str(noun.pk): noun.get_absolute_url()}
        assert find(other, keys) == {}
