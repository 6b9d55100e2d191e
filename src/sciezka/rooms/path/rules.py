"""Who may do what on the path: members read it, those who draft change it, those who lead the work decide."""

import rules

from sciezka.rooms.town.rules import drafts_here, is_adviser, is_coordinator, works_here

rules.add_perm("path.view", works_here)
rules.add_perm("path.edit", drafts_here)
# Puts questions to teams, records which factors are the core ones and which vision was adopted.
rules.add_perm("path.decide", is_coordinator | is_adviser)
