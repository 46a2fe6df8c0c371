"""A pool of processes that outlives a worker's death.

Work is handed out in order and comes back in order.  When a worker dies (killed for memory, a
crash in a library), what was under way is done again one piece at a time, each in a process of
its own, so that only the piece that kills its worker is given up.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import Generic, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

# Tasks in flight per process: enough to keep each busy, few enough to keep memory flat.
_AHEAD = 3


class Pool(Generic[In, Out]):
    """Maps ``work`` over tasks with ``jobs`` processes.

    ``split(task)`` gives the task's single pieces, ``join(results)`` puts their results together and
    ``lost(piece)`` is the result of a piece whose worker died.  ``work`` must be picklable.
    """

    def __init__(
        self,
        work: Callable[[In], Out],
        jobs: int,
        *,
        split: Callable[[In], list[In]],
        join: Callable[[list[Out]], Out],
        lost: Callable[[In], Out],
    ):
        if jobs < 1:
            raise ValueError(f"jobs must be at least 1, not {jobs}")
        self.work, self.jobs = work, jobs
        self.split, self.join, self.lost = split, join, lost

    def map(self, tasks: Iterable[In]) -> Iterator[Out]:
        """Results in the tasks' order.  With one job the work is done in this process."""
        if self.jobs == 1:
            yield from map(self.work, tasks)
            return
        remaining = iter(tasks)
        pending: deque[tuple[In, Future[Out]]] = deque()
        executor = self._executor(self.jobs)
        try:
            while True:
                for task in islice(remaining, self.jobs * _AHEAD - len(pending)):
                    pending.append((task, executor.submit(self.work, task)))
                if not pending:
                    return
                task, future = pending[0]
                try:
                    result = future.result()
                except BrokenProcessPool:
                    executor.shutdown(wait=False, cancel_futures=True)
                    result = self._alone(task)
                    executor = self._executor(self.jobs)
                    rest = [t for t, _ in list(pending)[1:]]
                    pending = deque([(task, future), *((t, executor.submit(self.work, t)) for t in rest)])
                pending.popleft()
                yield result
        finally:
            executor.shutdown(wait=True, cancel_futures=True)

    def _alone(self, task: In) -> Out:
        results = []
        for piece in self.split(task):
            with self._executor(1) as executor:
                try:
                    results.append(executor.submit(self.work, piece).result())
                except BrokenProcessPool:
                    results.append(self.lost(piece))
        return self.join(results)

    @staticmethod
    def _executor(jobs: int) -> ProcessPoolExecutor:
        # spawn: a forked copy of a process with threads (Arrow, Jupyter) may hang.
        return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
