"""The record's JSON schema, generated from :mod:`imrnlp.record`.

``python -m imrnlp.export.schema`` writes ``imrnlp/record.schema.json``; a test compares the two.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from imrnlp.record import SCHEMA_VERSION, Letter

PATH = Path(__file__).parent.parent / "record.schema.json"


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one record."""
    schema = Letter.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "version": SCHEMA_VERSION, **schema}


def main() -> None:
    PATH.write_text(json.dumps(json_schema(), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
