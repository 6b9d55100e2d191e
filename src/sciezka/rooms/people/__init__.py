"""Accounts, sign-in and profile.

Nouns: User (an account, known to the journal by a pseudonym), Invitation (the only way in while sign-up is off).
It is not where rights live: what a person may do follows from seats and memberships in the rooms above.
"""
