"""Who may do what with the thread: everybody who works in a process reads it and its check, who drafts ties and waives.

A condition of adoption is waived by the co-ordinator alone, who answers for putting the plan to adoption.
"""

import rules

from sciezka.rooms.town.rules import drafts_here, is_coordinator, works_here

rules.add_perm("thread.view", works_here)
rules.add_perm("thread.tie", drafts_here)
rules.add_perm("thread.waive", drafts_here)
rules.add_perm("thread.waive_gate", is_coordinator)
rules.add_perm("thread.set_checks", is_coordinator)
