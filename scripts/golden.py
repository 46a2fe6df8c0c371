"""Writes the records of the sample letters to tests/data/golden.jsonl: at each release, with the version just released.

    python scripts/golden.py
    python scripts/golden.py --check    # writes nothing

The next version's records are compared with them (tests/test_golden.py): every field that comes out otherwise needs a
line in CHANGELOG.md that begins with "Records:" and names it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "data" / "golden.jsonl"


def records() -> str:
    """Today's records of the sample letters, as JSON lines."""
    import imrnlp

    found = [imrnlp.extract(path) for path in sorted((ROOT / "data" / "letters" / "dev").glob("*.txt"))]
    lines = [json.dumps(r.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":")) for r in found]
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Writes the file, or compares it with today's records; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit status 1 if today's records are others"
    )
    args = parser.parse_args(arguments)
    now = records()
    if args.check:
        same = now == GOLDEN.read_text(encoding="utf-8")
        print("the same records" if same else "other records: tests/test_golden.py names their fields")
        return 0 if same else 1
    GOLDEN.write_text(now, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
