"""Many letters on one machine: a pool of processes that return records, in input order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from os import PathLike

from imrnlp.extraction import extract_or_error
from imrnlp.record import Letter

_CHUNK = 16


def _records(paths: list[str | PathLike[str]], pipeline: str | None) -> list[Letter]:
    return [extract_or_error(path, pipeline=pipeline) for path in paths]


def _chunks(paths: Iterable[str | PathLike[str]]) -> Iterator[list[str | PathLike[str]]]:
    iterator = iter(paths)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk


def map_ordered(paths: Iterable[str | PathLike[str]], jobs: int, pipeline: str | None) -> Iterator[Letter]:
    """Records in input order; with one job in this process, else in a pool of ``jobs``."""
    if jobs < 1:
        raise ValueError(f"jobs must be at least 1, not {jobs}")
    work = partial(_records, pipeline=pipeline)
    if jobs == 1:
        return (letter for path in paths for letter in work([path]))
    return _pooled(work, paths, jobs)


def _pooled(work: partial[list[Letter]], paths: Iterable[str | PathLike[str]], jobs: int) -> Iterator[Letter]:
    from multiprocessing import get_context

    with get_context("spawn").Pool(jobs) as pool:
        for letters in pool.imap(work, _chunks(paths)):
            yield from letters
