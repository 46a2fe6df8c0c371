"""Many files to records, in input order: ``imrnlp.extract_many``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os import PathLike, fspath

from imrnlp.read.limits import TIMEOUT
from imrnlp.record import Letter
from imrnlp.run.inputs import gather, with_distinct_ids
from imrnlp.run.local import Options, map_ordered


def extract_many(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    jobs: int = 1,
    *,
    pipeline: str | None = None,
    timeout: float | None = TIMEOUT,
) -> Iterator[Letter]:
    """Records of many files in input order, ``jobs`` processes; bad inputs become error records.

    One path means that file, or the letters of that folder, archive or glob.  Of two files with one stem
    (``a.txt``, ``a.pdf``) the second is called ``a-2``, with a warning in its record.
    ``timeout`` is the longest time for one letter, in seconds; ``None`` is no limit.  With one job it needs the main
    thread.  With more jobs, a script must call it under ``if __name__ == "__main__":``, because each process imports
    the script; this is not needed in a notebook or in a script from standard input.
    Raises ``ValueError`` for ``jobs`` below 1, ``ImportError`` when a library is missing, and
    ``imrnlp.run.pool.PoolError`` when no process can be started.
    """
    inputs = gather([fspath(paths)]) if isinstance(paths, str | PathLike) else with_distinct_ids(paths)
    return map_ordered(inputs, jobs, Options(pipeline, timeout))
