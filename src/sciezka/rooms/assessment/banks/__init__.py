"""Banks of questions: what an assessment asks, as data in versioned TOML files.

A bank has areas, an area has questions, and a question has the descriptors of its levels (or, on a ladder, the
conditions of its stages). Shipped banks lie in folders here; a workspace may change its own copy. The format is described
in ``docs/reference/question-bank.md``. Pure Python, no Django.
"""

from sciezka.rooms.assessment.banks.nouns import (
    CLASSES,
    LADDER,
    LEVELS,
    UNITS,
    BankArea,
    BankData,
    BankItem,
    BankLevel,
    Condition,
    ItemLevel,
    Wording,
)
from sciezka.rooms.assessment.banks.reading import BankProblem, check_bank, read_bank
from sciezka.rooms.assessment.banks.shipped import SHIPPED, read_example, read_shipped, shipped_banks
from sciezka.rooms.assessment.banks.tabular import CsvHead, CsvReading, LineProblem, read_bank_csv
from sciezka.rooms.assessment.banks.writing import as_csv, as_toml

__all__ = [
    "CLASSES",
    "LADDER",
    "LEVELS",
    "SHIPPED",
    "UNITS",
    "BankArea",
    "BankData",
    "BankItem",
    "BankLevel",
    "BankProblem",
    "Condition",
    "CsvHead",
    "CsvReading",
    "ItemLevel",
    "LineProblem",
    "Wording",
    "as_csv",
    "as_toml",
    "check_bank",
    "read_bank",
    "read_bank_csv",
    "read_example",
    "read_shipped",
    "shipped_banks",
]
