"""What can be done with accounts. Later rooms use these names."""

from sciezka.rooms.people.actions.accounts import edit_profile, make_account
from sciezka.rooms.people.actions.erasure import erase_account, find_blockers, register_erasure_blocker
from sciezka.rooms.people.actions.exports import collect_export, register_export
from sciezka.rooms.people.actions.invitations import (
    accept_invitation,
    find_or_invite,
    invite_person,
    withdraw_invitation,
)

__all__ = [
    "accept_invitation",
    "collect_export",
    "edit_profile",
    "erase_account",
    "find_blockers",
    "find_or_invite",
    "invite_person",
    "make_account",
    "register_erasure_blocker",
    "register_export",
    "withdraw_invitation",
]
