"""Frames of made-up answers, for the tests of the numbers of surveys."""

import numpy as np
from hypothesis import strategies as st

from sciezka.core.polls.columns import ColumnSpec, Frame, attach_weights, encode_rows

SEX = ColumnSpec(name="sex", kind="choice", codes=("w", "m"))
CITY = ColumnSpec(name="city", kind="scale", codes=("1", "2", "3", "4", "5", "dk"), values=(1, 2, 3, 4, 5, None))
WHY = ColumnSpec(name="why", kind="set", codes=("work", "study", "family"))
AGE = ColumnSpec(name="age", kind="number")
SPECS = (SEX, CITY, WHY, AGE)

answers = st.lists(
    st.fixed_dictionaries(
        {
            "sex": st.sampled_from((None, *SEX.codes)),
            "city": st.sampled_from((None, *CITY.codes)),
            "why": st.none() | st.sets(st.sampled_from(WHY.codes)),
            "age": st.none() | st.integers(0, 120),
        }
    ),
    max_size=40,
)
"""Answers of some people to four items, some of them missing."""


def make_frame(rows: int = 200, *, seed: int = 1, weighted: bool = False) -> Frame:
    """Make a frame in which sex and the other items have something to do with each other."""
    rng = np.random.default_rng(seed)
    people: list[dict[str, object]] = []
    for _ in range(rows):
        sex = SEX.codes[rng.integers(2)]
        level = min(4, int(rng.integers(5)) + (sex == "w"))
        people.append(
            {
                "sex": None if rng.random() < 0.05 else sex,
                "city": None if rng.random() < 0.1 else CITY.codes[5 if rng.random() < 0.1 else level],
                "why": None if rng.random() < 0.2 else {code for code in WHY.codes if rng.random() < 0.4},
                "age": None if rng.random() < 0.1 else int(rng.integers(16, 90)),
            }
        )
    frame = encode_rows(SPECS, people)
    return attach_weights(frame, rng.random(rows) * 2) if weighted else frame
