"""A pool of processes that survives the death of a worker and inputs that never finish.

Tasks are handed out in order and their results come back in order.  A task is a list of pieces; a worker reports which
piece it works on, so that the piece is known when it dies (killed for memory, a crash in a library) or takes too long.
A piece on which a worker died is tried once more, since the piece may not be the cause; after that it is given up,
and its task is done again without it.  Workers end with the process that started them, however that ended.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from typing import Any, Generic, Protocol, TypeVar

from imrnlp.read.limits import end_with

In_contra = TypeVar("In_contra", contravariant=True)
Out_co = TypeVar("Out_co", covariant=True)
In = TypeVar("In")
Out = TypeVar("Out")

#: Tasks in flight per process: enough to keep each busy, few enough to keep memory flat.
_AHEAD = 3
#: Times that a piece may cost its worker the life.
_LIVES = 2
#: Seconds that a worker has, beyond a piece's own limit, to give the piece up by itself.
_GRACE = 10.0
#: Workers that may die in a row before they came to a piece.
_STILLBORN = 3

DIED = "the process that read it died (out of memory, or a crash)"


class PoolError(Exception):
    """The workers cannot work at all; the message says why."""


class At(Protocol):
    """Reports that work on piece ``index`` begins; or, with ``more``, that it may take that many seconds longer."""

    def __call__(self, index: int, more: float = 0.0) -> None: ...


class Work(Protocol[In_contra, Out_co]):
    """What a worker does with a task: ``given_up`` says why some of its pieces are to be left out."""

    def __call__(self, task: In_contra, given_up: dict[int, str], at: At) -> Out_co: ...


@dataclass(slots=True)
class _Job(Generic[In]):
    number: int
    task: In
    given_up: dict[int, str] = field(default_factory=dict)
    deaths: dict[int, int] = field(default_factory=dict)


class _Worker(Generic[In, Out]):
    def __init__(self, work: Work[In, Out], timeout: float | None):
        # spawn: a forked copy of a process with threads (Arrow, Jupyter) may hang.
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, work, os.getpid()), daemon=True)
        with _main_that_can_be_imported():
            self.process.start()
        theirs.close()
        self.timeout = timeout
        self.job: _Job[In] | None = None
        self.piece: int | None = None
        self.until: float | None = None

    def give(self, job: _Job[In]) -> None:
        self.job, self.piece, self.until = job, None, None
        self.pipe.send((job.task, job.given_up))

    def reached(self, piece: int, more: float) -> None:
        self.piece = piece
        if self.timeout is not None:
            now = time.monotonic()
            self.until = (self.until or now) + more if more else now + self.timeout + _GRACE

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


@contextlib.contextmanager
def _main_that_can_be_imported() -> Iterator[None]:
    """A new process imports its parent's script by the file's name: one from standard input or a pipe has no file.

    Without a name the process starts without the script; work and tasks come from modules.
    """
    main = sys.modules["__main__"]
    file = getattr(main, "__file__", None)
    if file is None or os.path.isfile(file):
        yield
        return
    main.__file__ = None
    try:
        yield
    finally:
        main.__file__ = file


def _script_to_guard() -> str:
    """What to do where each worker that imports the script starts the work again, instead of taking its part."""
    main = sys.modules["__main__"]
    by_file = getattr(main, "__spec__", None) is None and getattr(main, "__file__", None) is not None
    return '; in a script, the call must stand under: if __name__ == "__main__":' if by_file else ""


class Pool(Generic[In, Out]):
    """Maps ``work`` over tasks with ``jobs`` processes; ``work`` must be picklable.

    ``timeout`` is the longest time for a piece, in seconds.  ``work`` has to observe it; a worker that does
    not is ended some seconds later.
    """

    def __init__(self, work: Work[In, Out], jobs: int, *, timeout: float | None = None):
        if jobs < 1:
            raise ValueError(f"jobs must be at least 1, not {jobs}")
        self.work, self.jobs, self.timeout = work, jobs, timeout

    def map(self, tasks: Iterable[In]) -> Iterator[Out]:
        """The results in the order of the tasks.  With one job the work is done in this process.

        What ``work`` raises is raised here.  Raises :class:`PoolError` when no worker can be started.
        """
        if self.jobs == 1:
            for task in tasks:
                yield self.work(task, {}, _nobody)
            return
        run = _Run(self, iter(tasks))
        try:
            yield from run.results()
        finally:
            run.end()


def _nobody(index: int, more: float = 0.0) -> None:
    pass


class _Run(Generic[In, Out]):
    """One call of :meth:`Pool.map`: the workers, what waits and what is done."""

    def __init__(self, pool: Pool[In, Out], tasks: Iterator[In]):
        self.pool, self.tasks = pool, tasks
        self.workers: list[_Worker[In, Out]] = []
        self.again: deque[_Job[In]] = deque()
        self.done: dict[int, Out] = {}
        self.taken = self.given = self.stillborn = 0

    def results(self) -> Iterator[Out]:
        while True:
            while self.given in self.done:
                yield self.done.pop(self.given)
                self.given += 1
            self._feed()
            if not any(worker.job for worker in self.workers):
                return
            self._wait()

    def end(self) -> None:
        for worker in self.workers:
            worker.end()

    def _feed(self) -> None:
        """Gives each idle worker a task; one more worker where all are busy and fewer run than allowed."""
        while True:
            idle = next((worker for worker in self.workers if worker.job is None), None)
            if idle is None and len(self.workers) >= self.pool.jobs:
                return
            job = self._next()
            if job is None:
                return
            if idle is None:
                idle = _Worker(self.pool.work, self.pool.timeout)
                self.workers.append(idle)
            try:
                idle.give(job)
            except OSError:  # it died while it had nothing to do
                self._buried(idle)

    def _next(self) -> _Job[In] | None:
        if self.again:
            return self.again.popleft()
        if self.taken - self.given >= self.pool.jobs * _AHEAD:
            return None
        for task in self.tasks:
            self.taken += 1
            return _Job(self.taken - 1, task)
        return None

    def _wait(self) -> None:
        busy = {worker.pipe: worker for worker in self.workers if worker.job}
        limits = [worker.until for worker in busy.values() if worker.until is not None]
        patience = max(0.0, min(limits) - time.monotonic()) if limits else None
        for ready in connection.wait(list(busy), patience):
            self._hear(busy[ready])  # type: ignore[index]
        now = time.monotonic()
        for worker in list(self.workers):
            if worker.job and worker.until is not None and worker.until < now:
                self._too_long(worker)

    def _hear(self, worker: _Worker[In, Out]) -> None:
        try:
            what, *message = worker.pipe.recv()
        except (EOFError, OSError):
            self._buried(worker)
            return
        self.stillborn = 0
        if what == "at":
            worker.reached(*message)
        elif what == "failed":
            raise message[0]
        else:
            assert worker.job is not None
            self.done[worker.job.number] = message[0]
            worker.job = worker.until = None

    def _too_long(self, worker: _Worker[In, Out]) -> None:
        job, piece = worker.job, worker.piece
        assert job is not None
        assert piece is not None
        job.given_up[piece] = f"not read within {self.pool.timeout:g} seconds"
        self._replace(worker)

    def _buried(self, worker: _Worker[In, Out]) -> None:
        """A worker has died: what it was at counts one death."""
        job, piece = worker.job, worker.piece
        if job is not None and piece is not None:
            job.deaths[piece] = job.deaths.get(piece, 0) + 1
            if job.deaths[piece] >= _LIVES:
                job.given_up[piece] = DIED
        else:
            self.stillborn += 1
            if self.stillborn >= _STILLBORN * self.pool.jobs:
                worker.process.join(1)
                status = worker.process.exitcode
                raise PoolError(
                    f"worker processes cannot be started (exit status {status}){_script_to_guard()}"
                )
        self._replace(worker)

    def _replace(self, worker: _Worker[In, Out]) -> None:
        if worker.job is not None:
            self.again.append(worker.job)
        self.workers.remove(worker)
        worker.end()


def _serve(pipe: Connection, work: Work[Any, Any], parent: int) -> None:
    """A worker's life: tasks from the pipe, results back, until the pipe is closed."""
    end_with(parent)
    # Ctrl-C reaches every process of a terminal; the one that started this one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def at(index: int, more: float = 0.0) -> None:
        pipe.send(("at", index, more))

    with contextlib.suppress(EOFError, OSError):
        while True:
            task, given_up = pipe.recv()
            try:
                message: tuple[Any, ...] = ("done", work(task, given_up, at))
            except Exception as error:
                message = ("failed", error)
            try:
                pipe.send(message)
            except (TypeError, ValueError, AttributeError) as error:  # what cannot travel
                pipe.send(("failed", PoolError(f"{type(error).__name__}: {error}")))
