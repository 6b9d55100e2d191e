"""The calls room: open calls for undertakings and for partners, and a commission whose work can be recomputed.

Nouns: Call with its Criteria, CallFiles, Amendments and Inquiries; Submission with its Versions, SubmissionFiles and a
FormalCheck; Sitting, Pledge, Declaration, ScoreCard and Opinion of the commission; Decision, Protocol and Reservation;
Candidate and Letter of a partner. A call asks an edition of a questionnaire (the questions room); its phase follows from its
moments and the database's clock. Points stand on cards alone: ranking, spread and sensitivity are reckoned from them each
time. It is not where a chosen undertaking gets its budget and schedule.

To get to know it, read in this order: ``docs/decisions/0014-calls.md`` (what is stored and what is derived),
``models/calls.py`` (``Call.phase_at`` above all), ``rules.py`` (who may see what, and when), ``queries/submissions.py``
(what the commission deals with), ``actions/applying_sending.py`` (the moment of sending), ``queries/scores.py`` and
``queries/ranking.py`` (from cards to a ranking, which ``core.scoring`` reckons), ``actions/decisions.py`` and
``actions/results.py``. What begins with the same word in ``urls``, ``views``, ``forms``, ``queries`` and ``actions`` belongs
together: composing, public, applying, submissions, commission, ranking, partners.
"""
