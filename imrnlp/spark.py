"""Records over a Spark DataFrame: the same pipeline, loaded once per Python worker process.

Needs the extra ``imrnlp[spark]`` and a Java runtime (17).  Texts that are too large for the driver
never leave the executors.

    import imrnlp.spark as spark
    letters = session.read.parquet("texts")            # columns: letter_id, text
    records = spark.extract(letters, text="text", letter_id="letter_id")
    records.write.parquet("records")                   # columns: letter_id, record (JSON), error
    items = spark.table(letters, "determinations")     # any of the flat tables, typed

A record is the same as the local run's: ``source.name`` is null, since there is no file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from imrnlp.record import Letter
from imrnlp.text.strings import described, quoted

if TYPE_CHECKING:
    import pandas as pd
    import pyspark.sql

RECORD_SCHEMA = "letter_id string, record string, error string"


def _letter(text: Any, letter_id: Any, pipeline: str | None) -> Letter:
    from imrnlp.extraction import error_record, extract_text

    # What is null in Spark is not a number in some versions of pandas, which differs from itself.
    name = "" if letter_id is None or letter_id != letter_id else str(letter_id)
    short = quoted(name)[1:-1]
    if not isinstance(text, str) or not text.strip():
        return error_record(name, f"{short}: the text is empty", name)
    try:
        return extract_text(text, letter_id=name or None, pipeline=pipeline)
    except Exception as error:  # one letter's failure must not cost the others their records
        return error_record(name, f"{short}: {described(error)}", name)


def _letters(frame: pd.DataFrame, text: str, letter_id: str, pipeline: str | None) -> list[Letter]:
    return [_letter(t, i, pipeline) for t, i in zip(frame[text], frame[letter_id], strict=True)]


def extract(
    frame: pyspark.sql.DataFrame,
    *,
    text: str = "text",
    letter_id: str = "letter_id",
    pipeline: str | None = None,
) -> pyspark.sql.DataFrame:
    """Records of the letters in ``frame``: columns ``letter_id``, ``record`` (the JSON of RECORD's form), ``error``.

    ``text`` and ``letter_id`` name the frame's columns.  A letter that fails gives an error record.
    """

    work = _record_work(text, letter_id, pipeline)
    return frame.select(text, letter_id).mapInPandas(work, schema=RECORD_SCHEMA)


def _record_work(text: str, letter_id: str, pipeline: str | None) -> Callable[..., Iterator[pd.DataFrame]]:
    def work(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        import pandas as pd

        for batch in batches:
            letters = _letters(batch, text, letter_id, pipeline)
            yield pd.DataFrame(
                {
                    "letter_id": [letter.letter_id for letter in letters],
                    "record": [letter.model_dump_json() for letter in letters],
                    "error": [letter.error for letter in letters],
                }
            )

    return work


def table(
    frame: pyspark.sql.DataFrame,
    name: str,
    *,
    text: str = "text",
    letter_id: str = "letter_id",
    pipeline: str | None = None,
) -> pyspark.sql.DataFrame:
    """One of the flat tables (:data:`imrnlp.export.tables.TABLES`) of the letters in ``frame``, typed.

    Raises ``ValueError`` for an unknown table.
    """
    from pyspark.sql.pandas.types import from_arrow_schema

    from imrnlp.export.parquet import schemas

    plain = schemas(dictionaries=False)
    if name not in plain:
        raise ValueError(f"no table {quoted(name)}: there are {', '.join(plain)}")
    work: Callable[..., Any] = _table_work(name, text, letter_id, pipeline)
    return frame.select(text, letter_id).mapInArrow(work, schema=from_arrow_schema(plain[name]))


def _table_work(name: str, text: str, letter_id: str, pipeline: str | None) -> Callable[..., Any]:
    def work(batches: Any) -> Any:
        from imrnlp.export.frames import rows
        from imrnlp.export.parquet import arrow_table

        for batch in batches:
            letters = _letters(batch.to_pandas(), text, letter_id, pipeline)
            yield from arrow_table(name, rows(letters)[name], dictionaries=False).to_batches()

    return work
