"""Drawings that are kept: never without end, and never needed."""

import os
from pathlib import Path

from sciezka.kit.charts import keep_file
from sciezka.kit.keeping import forget_oldest


def test_the_oldest_drawings_go_when_there_are_too_many(tmp_path: Path) -> None:
    for number in range(12):
        path = tmp_path / f"{number}.svg"
        path.write_text("")
        os.utime(path, (number, number))
    (tmp_path / "reports").mkdir()
    (tmp_path / "half.part").write_text("")
    forget_oldest(tmp_path, most=12)
    assert len(list(tmp_path.iterdir())) == 14
    forget_oldest(tmp_path, most=8)
    left = {*(f"{number}.svg" for number in range(6, 12)), "reports", "half.part"}
    assert {path.name for path in tmp_path.iterdir()} == left


def test_a_drawing_that_cannot_be_kept_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "charts").write_text("")
    keep_file(tmp_path / "charts" / "a.svg", "<svg/>")
    assert (tmp_path / "charts").read_text() == ""
