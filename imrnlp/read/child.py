"""The helper process: reads one file after the other for the process that started it (:mod:`imrnlp.read.sandbox`)."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from imrnlp.read import limits
from imrnlp.text.strings import described

#: A process that has grown by this many bytes ends after its answer, so that each file finds the same room.
_GROWN = 120_000_000


def serve(parent: int) -> None:
    """Answers requests on standard input until it is closed or the ``parent`` is gone."""
    limits.end_with(parent, and_group=True)
    asking, answering = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What a library prints must not get between the answers.
    os.dup2(2, 1)
    begun = 0
    while line := asking.readline():
        request = json.loads(line)
        content = asking.read(request["length"])
        head, text = _read(request, content, answering)
        del content
        room = _size()
        begun = begun or room
        head["last"] = room > begun + _GROWN
        answering.write(json.dumps({**head, "length": len(text)}).encode() + b"\n" + text)
        answering.flush()


def _read(request: dict[str, Any], content: bytes, answering: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    from imrnlp.read import ocr
    from imrnlp.read.document import ReadError
    from imrnlp.read.files import parse
    from imrnlp.read.table import look_through

    name, kind = request["name"], request["kind"]

    def more(seconds: float) -> None:
        answering.write(json.dumps({"more": seconds}).encode() + b"\n")
        answering.flush()

    try:
        _import(kind)
        with MemoryLimit(request["memory"]) as memory:
            if kind == "parquet":
                look_through(request["path"], name, request["columns"], more)
                return {}, b""

            @contextmanager
            def recognition(seconds: float) -> Iterator[None]:
                more(seconds)
                with memory.lifted():
                    yield

            ocr.around = recognition
            text, media_type, pages, warnings = parse(kind, content, name)
            encoded = text.encode("utf-8", "surrogatepass")
    except ReadError as error:
        return {"error": str(error)}, b""
    except ImportError as error:
        return {"missing": error.name or str(error)}, b""
    except MemoryError:
        return {"error": f"{name}: reading it takes more memory than a file may"}, b""
    except Exception as error:  # a reader's mistake must not cost more than this file
        return {"error": f"{name}: {described(error)}"}, b""
    return {
        "media_type": media_type,
        "pages": pages,
        "warnings": [warning.model_dump() for warning in warnings],
    }, encoded


def _import(kind: str) -> None:
    """Loads a kind's libraries before the memory is measured: they are no part of the file."""
    if kind == "pdf":
        import pypdfium2  # noqa: F401
    elif kind == "docx":
        import lxml.etree
    elif kind == "parquet":
        import pyarrow.parquet  # noqa: F401
    else:
        import bs4
        import lxml.html  # noqa: F401

        bs4.BeautifulSoup("<p>x</p>", "lxml")


def _size() -> int:
    """Bytes of address space of this process; 0 where the system does not say."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


class MemoryLimit:
    """Limits the bytes of memory that can be added within the block."""

    def __init__(self, allowed: int):
        self._most = _size() + allowed if _size() else None

    def __enter__(self) -> MemoryLimit:
        self._set(self._most)
        return self

    def __exit__(self, *exception: object) -> None:
        self._set(None)

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """No limit: for another program, which would inherit it."""
        self._set(None)
        try:
            yield
        finally:
            self._set(self._most)

    @staticmethod
    def _set(most: int | None) -> None:
        try:
            import resource
        except ImportError:  # no POSIX system: time alone is limited
            return
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        soft = hard if most is None else most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
