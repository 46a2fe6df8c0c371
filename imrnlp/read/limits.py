"""How long one letter may take, and how a helper process ends with the process that started it.

A limit is a signal that the operating system sends to the main thread: it ends a search by a regular expression
as well as a loop.  In other threads, and where there is no such signal, the limit holds for what a helper process
reads (:mod:`imrnlp.read.sandbox`) and for whole worker processes (:mod:`imrnlp.run.pool`).
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

#: Seconds that one letter may take unless the caller says otherwise.
TIMEOUT = 30.0

#: Seconds between one signal and the next, for code that has swallowed the first.
_AGAIN = 1.0


class OutOfTime(BaseException):
    """A letter has taken longer than it may.  It is not an ``Exception``, so that no ``except Exception`` on the way can swallow it."""


class _Deadline:
    def __init__(self, seconds: float, more: Callable[[float], None] | None):
        self.seconds, self.more = seconds, more
        self.at = time.monotonic() + seconds
        self.armed = hasattr(signal, "SIGALRM") and threading.current_thread() is threading.main_thread()

    def left(self) -> float:
        return self.at - time.monotonic()

    def arm(self) -> None:
        if self.armed:
            signal.setitimer(signal.ITIMER_REAL, max(self.left(), 0.001), _AGAIN)


_current: ContextVar[_Deadline | None] = ContextVar("imrnlp_deadline", default=None)


def _ring(_signal: int, _frame: Any) -> None:
    raise OutOfTime


@contextmanager
def time_limit(seconds: float | None, more: Callable[[float], None] | None = None) -> Iterator[None]:
    """Raises :class:`OutOfTime` in the block when it takes longer than ``seconds`` (``None``: no limit).

    A limit within another leaves the outer one as it is.  ``more`` is called with each extension.

    >>> with time_limit(5):
    ...     sum(range(10))
    45
    """
    if not seconds or _current.get() is not None:
        yield
        return
    deadline = _Deadline(seconds, more)
    token = _current.set(deadline)
    before = signal.signal(signal.SIGALRM, _ring) if deadline.armed else None
    try:
        deadline.arm()
        yield
    finally:
        if deadline.armed:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before if before is not None else signal.SIG_DFL)
        _current.reset(token)


def prolong(seconds: float) -> None:
    """Gives the current letter more seconds, for work that is known to be slow (recognition of images)."""
    deadline = _current.get()
    if deadline is not None:
        deadline.at += seconds
        deadline.arm()
        if deadline.more:
            deadline.more(seconds)


def seconds_left() -> float | None:
    """The seconds that the current letter has left, or ``None`` without a limit."""
    deadline = _current.get()
    return deadline.left() if deadline else None


def end_with(parent: int, and_group: bool = False) -> None:
    """Makes this process end soon after its ``parent`` (a process id) does, however that happens.

    ``and_group`` ends the whole process group, which this process must lead.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        if and_group:
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="imrnlp-end-with-parent").start()
