"""Who may do what in the monitor. Everybody who works in a process may read; who drafts may save what they found."""

import rules

from sciezka.rooms.town.rules import drafts_here, is_adviser, is_coordinator, works_here

rules.add_perm("monitor.view", works_here)
rules.add_perm("monitor.save_finding", drafts_here)
rules.add_perm("monitor.edit_groups", is_coordinator | is_adviser)
rules.add_perm("monitor.edit_recipes", is_coordinator | is_adviser)
rules.add_perm("monitor.edit_catalogue", is_coordinator)
rules.add_perm("monitor.import_series", is_coordinator)
