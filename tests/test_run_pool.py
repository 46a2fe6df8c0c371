"""The pool: order, a worker that dies, jobs below one."""

import os

import pytest

from imrnlp.run.pool import Pool


def double(numbers):
    """Doubles; the number 13 kills the process."""
    if 13 in numbers:
        os._exit(9)
    return [2 * n for n in numbers]


def make(jobs):
    return Pool(
        double,
        jobs,
        split=lambda task: [[n] for n in task],
        join=lambda results: [n for found in results for n in found],
        lost=lambda task: ["lost"],
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order(jobs):
    tasks = [[i, i + 1] for i in range(40)]
    tasks = [[n for n in task if n != 13] for task in tasks]
    assert list(make(jobs).map(tasks)) == [[2 * n for n in task] for task in tasks]


def test_only_what_kills_its_worker_is_lost():
    tasks = [[1, 2], [3, 13, 4], [5], [13], [6, 7]]
    assert list(make(2).map(tasks)) == [[2, 4], [6, "lost", 8], [10], ["lost"], [12, 14]]


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
