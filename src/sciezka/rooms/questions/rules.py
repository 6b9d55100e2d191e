"""Who may do what with questionnaires: a workspace's co-ordinators and advisers write them, its people may read them."""

import rules

from sciezka.rooms.town.rules import is_adviser, is_coordinator, works_here

rules.add_perm("questions.list", works_here)
rules.add_perm("questions.view", works_here)
rules.add_perm("questions.edit", is_coordinator | is_adviser)
