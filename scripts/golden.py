"""Writes the records of the sample letters to tests/data/golden.jsonl: at each release, with the version just released.

    python scripts/golden.py

The next version's records are compared with them (tests/test_golden.py): every field that comes out otherwise needs a
line in CHANGELOG.md that begins with "Records:" and names it.
"""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "data" / "golden.jsonl"


def main() -> None:
    import imrnlp

    with GOLDEN.open("w", encoding="utf-8") as file:
        for path in sorted((ROOT / "data" / "letters" / "dev").glob("*.txt")):
            record = imrnlp.extract(path).model_dump(mode="json")
            file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
