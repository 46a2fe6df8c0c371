"""A guard on speed that counts work instead of seconds, and on memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from paths import ROOT

KEPT = json.loads((ROOT / "tests" / "data" / "work.json").read_text())


@pytest.fixture(scope="module")
def now() -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "work.py")], capture_output=True, check=True, timeout=120
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("kind", ["patterns", "functions"])
def test_a_letter_takes_no_more_work_than_it_did(now, kind):
    """Within a tenth, by character: more is a step back, or worth it and then `scripts/work.py --write`."""
    before, after = KEPT[kind] / KEPT["characters"], now[kind] / now["characters"]
    assert after <= 1.1 * before, f"{kind}: {after:.4f} a character, {before:.4f} before"


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_memory_does_not_grow_with_the_letters():
    program = """
import imrnlp, pathlib, sys
def held():
    return int(next(l for l in open("/proc/self/status") if l.startswith("VmRSS")).split()[1])
texts = [p.read_text(encoding="utf-8") for p in sorted(pathlib.Path(sys.argv[1]).glob("*.txt"))]
def read(times):
    for i in range(times):
        for j, text in enumerate(texts):
            imrnlp.extract_text(text.replace("2014", str(2000 + i)), letter_id=f"{i}-{j}")
read(10)
before = held()
read(30)
print(held() - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(ROOT / "data" / "letters" / "dev")],
        capture_output=True,
        check=True,
        timeout=300,
    )
    assert int(done.stdout) < 10_000, "kB more after 360 letters"
