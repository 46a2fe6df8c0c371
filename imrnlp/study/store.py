"""The tables of many records in DuckDB, made from frames, a folder of Parquet tables, JSON lines or letters.

Parquet tables are not loaded but read a column at a time, so that they can be larger than the memory.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from glob import glob
from itertools import islice
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Union

from imrnlp.export.tables import TABLES
from imrnlp.read.document import unopened
from imrnlp.read.limits import TIMEOUT
from imrnlp.text.strings import quoted

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

    from imrnlp.record import Letter

#: Where records are: frames, a path (Parquet folder, JSON lines, letters), or paths.
TableSource = Union[
    "Mapping[str, pd.DataFrame]", str, "PathLike[str]", "Sequence[str | PathLike[str]]", "Store"
]


class Watch(Protocol):
    """Receives the progress of the reading."""

    def begin(self, total: int) -> None:
        """Called first, with the number of records or letters to read."""

    def letter(self, letter: Letter | dict[str, Any]) -> None:
        """Called for each letter that was read, and for each record (as JSON) that had been written before."""


#: Records turned into rows at a time.
_BATCH = 2000


class Store:
    """A DuckDB connection in which every table of :data:`imrnlp.TABLES` is a view of its name."""

    def __init__(self) -> None:
        import duckdb

        self.connection: duckdb.DuckDBPyConnection = duckdb.connect(":memory:")
        self.connection.execute("SET preserve_insertion_order = true")

    @classmethod
    def of(
        cls,
        source: TableSource,
        *,
        jobs: int = 1,
        pipeline: str | None = None,
        timeout: float | None = TIMEOUT,
        watch: Watch | None = None,
    ) -> Store:
        """The store of a source; letters are read with ``jobs`` processes, each in ``timeout`` seconds.

        ``watch`` is called with each record of JSON lines and each letter.

        Raises ``ValueError``, with the reason, for a source without records and letters, and ``TypeError`` for what is
        no source at all.
        """
        if isinstance(source, Store):
            return source
        if isinstance(source, Mapping):
            return cls.of_frames(source)
        places = _places(source)
        kinds = {_kind(place) for place in places}
        if len(kinds) > 1:
            raise ValueError(
                f"{places[0]} and others: a folder of tables, JSON lines and letters cannot be joined in one call"
            )
        if kinds == {"parquet"}:
            if len(places) > 1:
                raise ValueError(f"{places[1]}: one folder of Parquet tables at a time")
            return cls.of_folder(Path(places[0]))
        if kinds == {"jsonl"}:
            return cls.of_records(_written(places, watch))
        return cls.of_records(_letters(places, jobs, pipeline, timeout, watch))

    @classmethod
    def of_frames(cls, frames: Mapping[str, pd.DataFrame]) -> Store:
        """The store of the tables of :func:`imrnlp.to_frames`, with columns that the user has added."""
        _refuse_no_tables(frames)
        store = cls()
        for name in TABLES:
            store.connection.register(name, _arrow_of_frame(name, frames.get(name)))
        return store

    @classmethod
    def of_folder(cls, folder: Path) -> Store:
        """The store of a folder of Parquet tables, which stay where they are."""
        from imrnlp.export.parquet import arrow_table, parquet_files

        store = cls()
        parquet_files(folder, "letters")
        for name in TABLES:
            try:
                files = parquet_files(folder, name)
            except ValueError:  # an older version's folder
                store.connection.register(name, arrow_table(name, [], dictionaries=False))
                continue
            view = store.connection.read_parquet(files, union_by_name=True)
            missing = [c for c in TABLES[name].names if c not in view.columns]
            if missing:
                view = view.project("*, " + ", ".join(f'NULL AS "{c}"' for c in missing))
            view.create_view(name)
        store._refuse_twins(folder)
        return store

    @classmethod
    def of_records(cls, records: Iterable[Letter | dict[str, Any]]) -> Store:
        """The store of records, one after another."""
        import pyarrow as pa

        from imrnlp.export.frames import distinct_records, rows
        from imrnlp.export.parquet import arrow_table

        store, batches = cls(), distinct_records(records)
        parts: dict[str, list[pa.Table]] = {
            name: [arrow_table(name, [], dictionaries=False)] for name in TABLES
        }
        while batch := list(islice(batches, _BATCH)):
            for name, table in rows(batch).items():
                parts[name].append(arrow_table(name, table, dictionaries=False))
        for name, tables in parts.items():
            store.connection.register(name, pa.concat_tables(tables))
        return store

    def _refuse_twins(self, place: Path) -> None:
        twice = self.rows("SELECT letter_id FROM letters GROUP BY letter_id HAVING count(*) > 1 LIMIT 1")
        if twice:
            raise ValueError(
                f"{place}: the letter {quoted(twice[0][0])} occurs twice; the tables of different runs cannot be joined in one folder"
            )

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """A query's rows; ``?`` in it are the parameters."""
        return self.connection.execute(sql, list(parameters)).fetchall()

    def columns(self, table: str) -> list[str]:
        """The columns of a table, with those that the user has added."""
        return [row[0] for row in self.connection.execute(f'DESCRIBE "{table}"').fetchall()]

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """A query's first value."""
        return self.rows(sql, parameters)[0][0]


_NAME_THEM = "name a folder of Parquet tables, JSON lines, or letters"


def _places(source: str | PathLike[str] | Sequence[str | PathLike[str]]) -> list[str]:
    """The paths that a source names; records in memory, a text and a name at which nothing lies are none."""
    given = [source] if isinstance(source, str | PathLike) else source
    if not isinstance(given, Iterable):
        raise TypeError(f"no records in {type(source).__name__}: {_NAME_THEM}")
    given = list(given)
    for one in given:
        if not isinstance(one, str | PathLike):
            held = type(one if isinstance(source, list | tuple) else source).__name__
            raise TypeError(f"no records in {held}: {_NAME_THEM}, or give imrnlp.to_frames(records)")
    places = [fspath(one) for one in given]
    if not places:
        raise ValueError(f"no records: {_NAME_THEM}")
    if "-" not in places and not any(os.path.exists(p) or glob(p, recursive=True) for p in places):
        raise ValueError(f"{unopened(places[0])}; {_NAME_THEM}")
    return places


def _refuse_no_tables(frames: Mapping[str, Any]) -> None:
    """Raises for a mapping that holds none of the tables, and for one record in their place."""
    if "schema_version" in frames:
        raise TypeError("a record is no source of records: give imrnlp.to_frames(records)")
    if not any(name in TABLES for name in frames):
        raise ValueError(
            f"no table of imrnlp.to_frames in {quoted(', '.join(map(str, frames)))}: there are {', '.join(TABLES)}"
        )


def _kind(place: str) -> str:
    path = Path(place)
    if os.path.isdir(place):
        if (path / "letters").is_dir() or (path / "letters.parquet").is_file():
            return "parquet"
        if (path / "letters.csv").is_file():
            raise ValueError(
                f"{place}: CSV tables; counts are made of Parquet (imrnlp extract --format parquet)"
            )
        return "letters"
    return "jsonl" if path.suffix.lower() in (".jsonl", ".ndjson", ".json") else "letters"


def _written(places: list[str], watch: Watch | None) -> Iterator[dict[str, Any]]:
    from imrnlp.export.frames import read_lines

    if watch is not None:
        watch.begin(sum(map(_lines, places)))
    for place in places:
        for record in read_lines(place):
            if watch is not None:
                watch.letter(record)
            yield record


def _lines(place: str) -> int:
    """How many lines a file has; 0 where it cannot be read, which is reported with its records."""
    try:
        with open(place, "rb") as file:
            return sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        return 0


def _letters(
    places: list[str], jobs: int, pipeline: str | None, timeout: float | None, watch: Watch | None
) -> Iterator[Letter]:
    from imrnlp.run.inputs import gather
    from imrnlp.run.local import Options, map_ordered

    inputs = gather(places)
    if watch is not None:
        watch.begin(len(inputs))
    for letter in map_ordered(inputs, jobs, Options(pipeline, timeout)):
        if watch is not None:
            watch.letter(letter)
        yield letter


def _arrow_of_frame(name: str, frame: pd.DataFrame | None) -> pa.Table:
    import pyarrow as pa

    from imrnlp.export.parquet import arrow_table, schemas

    if frame is None:
        return arrow_table(name, [], dictionaries=False)
    known, columns = schemas(dictionaries=False)[name], {}
    for column in frame.columns:
        field = known.field(column) if column in known.names else None
        values = frame[column]
        if str(values.dtype) == "category":
            values = values.astype("string")
        columns[str(column)] = pa.Array.from_pandas(values, type=field.type if field is not None else None)
    missing = [c for c in known.names if c not in columns]
    columns |= {c: pa.nulls(len(frame), known.field(c).type) for c in missing}
    return pa.table(columns)
