"""The pool: order, a worker that dies or takes too long, jobs below one."""

import os
import subprocess
import sys
import time

import pytest

from imrnlp.run import pool as pools
from imrnlp.run.pool import Pool, PoolError


def double(numbers, given_up, at):
    """Doubles; 13 kills the process, 14 the first time only, 15 takes too long, 16 is a mistake."""
    found = []
    for place, number in enumerate(numbers):
        at(place)
        if place in given_up:
            found.append(given_up[place])
            continue
        if number == 13:
            os._exit(9)
        if isinstance(number, str) and not os.path.exists(number):
            open(number, "w").close()
            os._exit(9)
        if number == 15:
            time.sleep(60)
        if number == 16:
            raise ValueError("sixteen")
        found.append(number if isinstance(number, str) else 2 * number)
    return found


def dies_at_once(numbers, given_up, at):
    os._exit(3)


def make(jobs, **options):
    return Pool(double, jobs, **options)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order(jobs):
    tasks = [[i, i + 1] for i in range(20, 60)]
    assert list(make(jobs).map(tasks)) == [[2 * n for n in task] for task in tasks]


def test_only_what_kills_its_worker_is_lost():
    tasks = [[1, 2], [3, 13, 4], [5], [13], [6, 7]]
    died = pools.DIED
    assert list(make(2).map(tasks)) == [[2, 4], [6, died, 8], [10], [died], [12, 14]]


def test_what_a_killed_worker_held_is_read_again(tmp_path):
    """Somebody else's kill -9 (or a moment without memory) is not the letter's fault."""
    once = str(tmp_path / "once")
    assert list(make(2).map([[1, once, 2], [3]])) == [[2, once, 4], [6]]


def test_what_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(pools, "_GRACE", 0.0)
    assert list(make(2, timeout=1).map([[1, 15, 2], [3]])) == [[2, "not read within 1 seconds", 4], [6]]


def test_what_work_raises_is_raised():
    with pytest.raises(ValueError, match="sixteen"):
        list(make(2).map([[1], [16]]))


def test_workers_that_cannot_start_are_one_error():
    with pytest.raises(PoolError, match=r"cannot be started .exit status 3"):
        list(Pool(dies_at_once, 2).map([[1], [2], [3]]))


SCRIPT = """
import imrnlp
for letter in imrnlp.extract_many([{letter!r}] * 2, jobs=2):
    print(letter.letter_id)
"""


@pytest.fixture
def script(sample_letters):
    return SCRIPT.format(letter=str(sample_letters / "2014-knee-arthroscopy.txt"))


def test_a_script_may_come_from_standard_input(script):
    """Each worker looked for a file called <stdin>."""
    done = subprocess.run([sys.executable, "-"], input=script, capture_output=True, text=True, timeout=120)
    assert done.stderr == ""
    assert done.stdout.split() == ["2014-knee-arthroscopy", "2014-knee-arthroscopy-2"]


def test_a_script_without_a_guard_is_told_of_it(script, tmp_path):
    """Each worker imports the script, which starts workers."""
    (tmp_path / "script.py").write_text(script)
    command = [sys.executable, str(tmp_path / "script.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert done.stderr.rstrip().endswith('under: if __name__ == "__main__":')


def test_an_endless_input_is_read_as_needed():
    taken = []

    def numbers():
        for i in range(10**9):
            taken.append(i)
            yield [i + 100]

    results = make(2).map(numbers())
    assert next(results) == [200]
    results.close()
    assert len(taken) < 50


def test_jobs_below_one_are_refused():
    with pytest.raises(ValueError, match="at least 1"):
        make(0)
