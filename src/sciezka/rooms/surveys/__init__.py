"""The surveys room: questionnaires put to a public, collected, counted and published.

Nouns: Survey, Clause, Invitation, ClassCode, Response, PaperForm, AnswerFile, Block, Theme, Coding, SurveyFinding, Release.
A survey asks an edition of a questionnaire (the questions room) from its opening to its end. Who was invited and what was
answered live apart and cannot be joined; a result shows nothing of fewer people than the survey's threshold. It is no
round: those who answer are a public, not a known team, and nothing is agreed here.
"""
