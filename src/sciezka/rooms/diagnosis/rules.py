"""Who may do what with statements and trees: everybody who works in a process reads them, who drafts there changes them."""

import rules

from sciezka.rooms.town.rules import drafts_here, works_here

rules.add_perm("diagnosis.view", works_here)
rules.add_perm("diagnosis.edit", drafts_here)
