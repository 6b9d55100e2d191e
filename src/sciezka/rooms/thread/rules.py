"""Who may do what with the thread: everybody who works in a process reads it, who drafts ties."""

import rules

from sciezka.rooms.town.rules import drafts_here, works_here

rules.add_perm("thread.view", works_here)
rules.add_perm("thread.tie", drafts_here)
