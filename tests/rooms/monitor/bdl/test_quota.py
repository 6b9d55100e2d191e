"""The quota's windows: never overspent, kept across runs, honest about time."""

import subprocess
import sys
from pathlib import Path

import pytest

from sciezka.rooms.monitor.store.bdl.quota import ANONYMOUS, HALF_DAY, KEYED, QUARTER, Ledger, Window, open_ledger
from sciezka.rooms.monitor.store.bdl.waits import read_retry_after, reckon_back_off
from tests.rooms.monitor.bdl.standin import FakeTime

NOW = 1_763_870_400.0  # 23 November 2025, 04:00 UTC


def spend(ledger: Ledger, time: FakeTime, count: int) -> float:
    """Spend so many requests as fast as the ledger allows, and tell how long it took."""
    began = time.now
    for _each in range(count):
        while wait := ledger.take():
            time.sleep(wait)
    return time.now - began


def test_five_requests_go_in_a_second_and_a_hundred_in_a_quarter(tmp_path: Path) -> None:
    time = FakeTime(NOW)
    ledger = open_ledger(tmp_path, "", time.clock)
    assert [ledger.take() for _each in range(5)] == [0.0] * 5
    assert ledger.take() == pytest.approx(1.1)
    assert spend(ledger, time, 95) == pytest.approx(19 * 1.1, abs=0.01)
    assert ledger.take() == pytest.approx(QUARTER + 0.1 - 19 * 1.1, abs=0.01)
    assert ledger.count(ANONYMOUS[1]) == 100


def test_windows_hold_at_every_moment(tmp_path: Path) -> None:
    time = FakeTime(NOW)
    windows = (Window(1, 3, ""), Window(10, 7, ""), Window(50, 15, ""))
    ledger = Ledger(tmp_path / "q.bin", windows, time.clock)
    stamps = []
    for _each in range(60):
        while wait := ledger.take():
            time.sleep(wait)
        stamps.append(time.now)
    for window in windows:
        for at in stamps:
            assert sum(at <= stamp < at + window.seconds for stamp in stamps) <= window.limit


def test_the_quota_is_kept_for_the_next_run_and_apart_for_each_key(tmp_path: Path) -> None:
    time = FakeTime(NOW)
    spend(open_ledger(tmp_path, "", time.clock), time, 100)
    assert open_ledger(tmp_path, "", time.clock).take() > 800
    assert open_ledger(tmp_path, "secret-key", time.clock).take() == 0
    assert not [path for path in tmp_path.iterdir() if "secret" in path.name]


def test_the_forecast_is_what_it_really_takes(tmp_path: Path) -> None:
    time = FakeTime(NOW)
    ledger = open_ledger(tmp_path, "", time.clock)
    spend(ledger, time, 30)
    forecast = ledger.forecast(300)
    assert forecast.seconds == pytest.approx(spend(ledger, time, 300))
    assert forecast.window == ANONYMOUS[1]


def test_six_thousand_requests_take_twelve_hours_with_a_key_and_three_days_without(tmp_path: Path) -> None:
    time = FakeTime(NOW)
    keyed = open_ledger(tmp_path, "key", time.clock).forecast(6_000)
    assert keyed.seconds / 3600 == pytest.approx(12.25, abs=0.3)
    assert keyed.window == KEYED[2]
    anonymous = open_ledger(tmp_path, "", time.clock).forecast(6_000)
    assert anonymous.seconds == pytest.approx(5 * HALF_DAY + 9 * QUARTER, rel=0.01)
    assert anonymous.window == ANONYMOUS[2]
    assert open_ledger(tmp_path, "", time.clock).forecast(3).window is None


def test_a_request_of_the_bank_to_stay_away_is_kept(tmp_path: Path) -> None:
    time = FakeTime(NOW)
    open_ledger(tmp_path, "", time.clock).close_for(221)
    again = open_ledger(tmp_path, "", time.clock)
    assert again.take() == pytest.approx(221)
    assert again.forecast(1).seconds == pytest.approx(221)
    time.sleep(221)
    assert again.take() == 0


def test_a_spoilt_file_and_a_clock_set_back_do_no_harm(tmp_path: Path) -> None:
    time = FakeTime(NOW)
    ledger = open_ledger(tmp_path, "", time.clock)
    spend(ledger, time, 10)
    with ledger.path.open("ab") as file:
        file.write(b"abc")
    assert ledger.count(ANONYMOUS[1]) == 10
    time.now -= 3 * 24 * 3600
    assert ledger.take() <= 1.1
    time.now += 2
    assert ledger.take() == 0


def test_two_processes_together_spend_no_more_than_allowed(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from sciezka.rooms.monitor.store.bdl.quota import Ledger, Window\n"
        "ledger = Ledger(Path(sys.argv[1]), (Window(1e6, 300, ''),), lambda: 5e6)\n"
        "count = 0\n"
        "while not ledger.take(): count += 1\n"
        "print(count)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "q.bin")]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _each in range(2)]  # noqa: S603 - our words
    counts = [int(run.communicate(timeout=30)[0]) for run in runs]
    assert sum(counts) == 300


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("221 sek", 221),
        ("221 sek.", 221),
        ("30", 30),
        ("3 min", 180),
        ("1 godz 5 min", 3900),
        ("2 dni", 172_800),
        ("Sun, 23 Nov 2025 04:05:00 GMT", 300),
        ("2025-11-23T04:05:00", 300),
        ("Sun, 23 Nov 2025 03:00:00 GMT", 0),
        ("", 60),
        ("później", 60),
        ("5 jabłek", 60),
        ("9" * 40, 604_800),
    ],
)
def test_the_wait_is_read_from_whatever_the_bank_writes(header: str, seconds: float) -> None:
    assert read_retry_after(header, NOW) == pytest.approx(seconds)


def test_waits_after_failures_grow_to_a_minute() -> None:
    assert [reckon_back_off(tries) for tries in range(1, 8)] == [2, 4, 8, 16, 32, 60, 60]
