"""Counts the work that the sample letters cost, in calls instead of seconds: the same on every machine.

python scripts/work.py            # prints the counts
python scripts/work.py --write    # keeps them as what tests/test_work.py compares with
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "tests" / "data" / "work.json"


def count() -> dict[str, int]:
    """Calls of regular expressions, and of the package's own functions, for a record of each sample letter."""
    import imrnlp

    texts = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "data" / "letters" / "dev").glob("*.txt"))]
    for text in texts:  # tables are loaded, patterns made
        imrnlp.extract_text(text)
    package = str(Path(imrnlp.__file__).parent)
    calls: Counter[str] = Counter()

    def see(frame: FrameType, event: str, what: Any) -> None:
        if event == "c_call" and isinstance(getattr(what, "__self__", None), re.Pattern):
            calls["patterns"] += 1
        elif event == "call" and frame.f_code.co_filename.startswith(package):
            calls["functions"] += 1

    sys.setprofile(see)
    try:
        for text in texts:
            imrnlp.extract_text(text)
    finally:
        sys.setprofile(None)
    return {"letters": len(texts), "characters": sum(map(len, texts)), **calls}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="keep the counts as what the test compares with")
    write = parser.parse_args(arguments).write
    found = count()
    if write:
        KEPT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
