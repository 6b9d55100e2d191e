"""What a questionnaire is: items, pages, conditions, and the checking of answers. Pure: no Django, no clock, no disk.

A questionnaire is data (``types``), stored and carried as JSON (``stored``). Everything that depends on what a person has
answered so far (which items show, where the next page is, what a text says) is a function of the questionnaire and the
answers, so the same code serves the browser's pages, paper forms, imports and tests.
"""
