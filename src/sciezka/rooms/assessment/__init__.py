"""The assessment room: how able the institution is, judged alone, agreed together, and what is to be done about it.

Nouns: Bank (of questions), Assessment, Sheet (one question's card), Deficit, Improvement. Judgements come from rounds.
"""
