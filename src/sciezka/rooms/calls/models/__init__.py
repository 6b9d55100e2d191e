"""The nouns of the calls room."""

from sciezka.rooms.calls.models.calls import (
    AFTER_CLOSING,
    RUNNING,
    Amendment,
    Call,
    CallFile,
    Criterion,
    Inquiry,
    Phase,
    digest_criteria,
    spell_criteria,
)
from sciezka.rooms.calls.models.commission import Declaration, Opinion, Pledge, ScoreCard, Sitting
from sciezka.rooms.calls.models.decisions import SELECTED, Decision, Protocol, Reservation, ReserveMove
from sciezka.rooms.calls.models.partners import Candidate, LegalForm, Letter
from sciezka.rooms.calls.models.submissions import FormalCheck, Submission, SubmissionFile, SubmissionVersion, write_code

__all__ = [
    "AFTER_CLOSING",
    "RUNNING",
    "SELECTED",
    "Amendment",
    "Call",
    "CallFile",
    "Candidate",
    "Criterion",
    "Decision",
    "Declaration",
    "FormalCheck",
    "Inquiry",
    "LegalForm",
    "Letter",
    "Opinion",
    "Phase",
    "Pledge",
    "Protocol",
    "Reservation",
    "ReserveMove",
    "ScoreCard",
    "Sitting",
    "Submission",
    "SubmissionFile",
    "SubmissionVersion",
    "digest_criteria",
    "spell_criteria",
    "write_code",
]
