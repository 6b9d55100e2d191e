"""Who may do what with surveys.

Co-ordinators and advisers run them. Whoever works in the process sees results (protected as all results are) and enters
paper forms; single answers are seen only by those who run the survey.
"""

import rules

from sciezka.rooms.town.rules import drafts_here, is_adviser, is_coordinator, works_here

manages = is_coordinator | is_adviser

rules.add_perm("surveys.list", works_here)
rules.add_perm("surveys.view", works_here)
rules.add_perm("surveys.see_result", works_here)
rules.add_perm("surveys.manage", manages)
rules.add_perm("surveys.see_answers", manages)
rules.add_perm("surveys.enter_paper", drafts_here)
