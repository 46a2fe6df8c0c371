"""Reads files of risky kinds in a helper process with a limit on memory and time.

PDF, Word, HTML and Parquet are read by libraries in C; a hostile file can crash them, unpack to gigabytes or keep them busy
for hours, and nothing in its syntax shows it beforehand.  So a separate process reads them.  It is started for the
first such file and stays for the following ones; this costs a letter a fraction of a millisecond.  When it dies, the
file that it was reading gets an error, and the next file gets a new process.

The two processes exchange lines of JSON and bytes, nothing that could run code in the main process.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

from imrnlp.read import limits

#: Bytes of memory that reading one file may take, beside what the helper process itself needs.
MEMORY = 240_000_000
#: Bytes of an answer; a text has at most two million characters of at most four bytes, and is refused later if longer.
_LONGEST = 64_000_000

_START = (
    "import sys; sys.path[:] = sys.argv[2:]; from imrnlp.read.child import serve; serve(int(sys.argv[1]))"
)


class HelperError(Exception):
    """The helper process gave no answer; the message says why, without the name of the file."""


class Helper:
    """One helper process; it has one request at a time."""

    def __init__(self) -> None:
        environment = {
            **os.environ,
            "MALLOC_ARENA_MAX": "1",
            "ARROW_DEFAULT_MEMORY_POOL": "system",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        # A group of its own: what it starts (tesseract) can be ended with it.
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, str(os.getpid()), *(p for p in sys.path if p is not None)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            process_group=0,
        )
        self._buffer = b""

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: dict[str, Any], content: bytes) -> None:
        """Sends a request.  Raises ``OSError`` when the process has ended."""
        head = json.dumps({**request, "length": len(content)}).encode() + b"\n"
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(head)
            self._process.stdin.write(content)
            self._process.stdin.flush()
        except BaseException:
            self.kill()
            raise

    def answer(self, timeout: float) -> tuple[dict[str, Any], bytes]:
        """The answer's head and bytes.

        Raises :class:`HelperError` when the process dies, answers nonsense or takes longer than ``timeout``
        seconds.  The process is ended in each of these cases.
        """
        until = time.monotonic() + timeout
        try:
            while True:
                head = self._head(until)
                if "more" not in head:
                    return head, self._take(int(head.get("length", 0)), until)
                until += float(head["more"])
                limits.prolong(float(head["more"]))
        except BaseException:
            self.kill()
            raise

    def _head(self, until: float) -> dict[str, Any]:
        while b"\n" not in self._buffer:
            self._more(until)
        line, _, self._buffer = self._buffer.partition(b"\n")
        try:
            head = json.loads(line)
        except ValueError:
            head = None
        if not isinstance(head, dict):
            raise HelperError("the process that read it gave no sensible answer")
        return head

    def _take(self, length: int, until: float) -> bytes:
        if not 0 <= length <= _LONGEST:
            raise HelperError("the process that read it gave no sensible answer")
        parts, have = [self._buffer], len(self._buffer)
        while have < length:
            self._buffer = b""
            self._more(until)
            parts.append(self._buffer)
            have += len(self._buffer)
        whole = b"".join(parts)
        self._buffer = whole[length:]
        return whole[:length]

    def _more(self, until: float) -> None:
        stream = self._process.stdout
        assert stream is not None
        with selectors.DefaultSelector() as waiting:
            waiting.register(stream, selectors.EVENT_READ)
            if not waiting.select(max(0.0, until - time.monotonic())):
                raise HelperError("reading it took too long")
        part = os.read(stream.fileno(), 1 << 20)
        if not part:
            raise HelperError(self._death())
        self._buffer += part

    def _death(self) -> str:
        status = self._process.wait()
        reason = signal.Signals(-status).name if status < 0 else f"status {status}"
        return f"the process that read it died ({reason}: out of memory, or a crash in the file's reader)"

    def kill(self) -> None:
        """Ends the process and what it started."""
        with contextlib.suppress(OSError):
            os.killpg(self._process.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        self._process.wait()


_free: list[Helper] = []
_lock = threading.Lock()


def _forget() -> None:
    """After a fork: the helpers are the other process's."""
    global _lock
    _free.clear()
    _lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


@atexit.register
def close() -> None:
    """Ends the helper processes that are idle."""
    with _lock:
        helpers, _free[:] = list(_free), []
    for helper in helpers:
        helper.kill()


def warm() -> None:
    """Starts a helper process, so that it is ready for the first file."""
    with _lock:
        if not _free:
            _free.append(Helper())


def _free_helper() -> Iterator[Helper]:
    """Helpers that wait for work, then a new one."""
    while True:
        with _lock:
            if not _free:
                break
            helper = _free.pop()
        if helper.alive:
            yield helper
        else:
            helper.kill()
    yield Helper()


class Request:
    """A file that a helper process is reading; :meth:`result` waits for it, :meth:`cancel` gives it up."""

    def __init__(self, request: dict[str, Any], content: bytes = b""):
        request = {**request, "memory": MEMORY}
        self._helper: Helper | None = None
        for helper in _free_helper():
            try:
                helper.ask(request, content)
            except OSError:  # it ended while it waited
                continue
            self._helper = helper
            break

    def result(self, timeout: float) -> tuple[dict[str, Any], bytes]:
        """The answer's head and bytes.  Raises :class:`HelperError`."""
        helper, self._helper = self._helper, None
        if helper is None:
            raise HelperError("the process that reads files cannot be started")
        head, content = helper.answer(timeout)
        if head.get("last"):
            helper.kill()
        else:
            with _lock:
                _free.append(helper)
        return head, content

    def cancel(self) -> None:
        if self._helper is not None:
            self._helper.kill()
            self._helper = None

    __del__ = cancel
