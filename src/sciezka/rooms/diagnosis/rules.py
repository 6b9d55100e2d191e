"""Who may do what in a diagnosis: everybody who works in a process reads it, who drafts there changes it.

Those who run the process put questions to teams; what a round judged is seen by those whom the rounds' own rules let.
"""

import rules

from sciezka.rooms.town.rules import drafts_here, is_adviser, is_coordinator, works_here

rules.add_perm("diagnosis.view", works_here)
rules.add_perm("diagnosis.edit", drafts_here)
rules.add_perm("diagnosis.ask", is_coordinator | is_adviser)
