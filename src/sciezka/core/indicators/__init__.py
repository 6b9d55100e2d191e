"""Indicators: what a town is measured by, how each measure is reckoned and from which source variables.

Pure: texts and arrays come in, dataclasses and arrays go out. A catalogue is read from TOML by :func:`read_catalogue`;
:func:`choose` says which indicators the data at hand can feed and by which formula; :func:`evaluate` reckons one for
all units and years; :func:`structure_of` builds the tree of an index from them.
"""

from sciezka.core.indicators.catalogue import (
    ROOT,
    Branch,
    Catalogue,
    Chosen,
    Indicator,
    Variable,
    choose,
    derive,
    measure,
    structure_of,
)
from sciezka.core.indicators.explaining import Explanation, Term, explain, show_number, write_out
from sciezka.core.indicators.formula import POPULATION, Formula, FormulaProblem, Read, evaluate
from sciezka.core.indicators.reading import CatalogueProblem, Fault, extend, read_catalogue
from sciezka.core.indicators.writing import write_catalogue

__all__ = [
    "POPULATION",
    "ROOT",
    "Branch",
    "Catalogue",
    "CatalogueProblem",
    "Chosen",
    "Explanation",
    "Fault",
    "Formula",
    "FormulaProblem",
    "Indicator",
    "Read",
    "Term",
    "Variable",
    "choose",
    "derive",
    "evaluate",
    "explain",
    "extend",
    "measure",
    "read_catalogue",
    "show_number",
    "structure_of",
    "write_catalogue",
    "write_out",
]
