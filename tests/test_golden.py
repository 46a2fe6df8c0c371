"""The records of the released version on the samples: what comes out otherwise now is told in CHANGELOG.md."""

from __future__ import annotations

import json
import re
from typing import Any

from paths import ROOT

import imrnlp

LINES = (ROOT / "tests" / "data" / "golden.jsonl").read_text(encoding="utf-8").split("\n")
BEFORE = {record["letter_id"]: record for record in (json.loads(line) for line in LINES if line)}


def told() -> set[str]:
    """The fields named in the lines "Records: `a`, `b` …" of the versions since the released one."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    since = text[: text.index("## 0.1.0")]
    return {
        f
        for line in re.findall(r"^- Records:(.*(?:\n  .*)*)", since, re.M)
        for f in re.findall(r"`([\w.]+)`", line)
    }


def differences(before: Any, now: Any, path: str = "") -> set[str]:
    """The fields that differ, as ``determinations.quantity``; fields that are new do not count."""
    if isinstance(before, dict) and isinstance(now, dict):
        return {f for key, value in before.items() for f in differences(value, now.get(key), f"{path}.{key}")}
    if isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        return {f for a, b in zip(before, now, strict=True) for f in differences(a, b, path)}
    return set() if before == now else {path.lstrip(".")}


def test_changed_records_are_told():
    found: set[str] = set()
    for letter_id, before in BEFORE.items():
        path = ROOT / "data" / "letters" / "dev" / f"{letter_id}.txt"
        if path.exists():
            found |= differences(before, imrnlp.extract(path).model_dump(mode="json"))
    named = told()
    missing = {f for f in found if f not in named and f.partition(".")[0] not in named}
    assert not missing, f'say in CHANGELOG.md, in a line "- Records: …", what changed: {sorted(missing)}'
