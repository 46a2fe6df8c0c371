"""Prints the software bill of materials of the installed imrnlp as CycloneDX 1.5 (JSON): the package and all it needs.

python scripts/sbom.py > sbom.json
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from importlib import metadata
from typing import Any

from packaging.requirements import Requirement


def needed(name: str) -> dict[str, metadata.Distribution]:
    """The distribution and those that it needs, directly or not, without extras."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [name]
    while waiting:
        one = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if one in found:
            continue
        try:
            distribution = metadata.distribution(one)
        except metadata.PackageNotFoundError:
            continue
        found[one] = distribution
        for line in distribution.requires or []:
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    return dict(sorted(found.items()))


def component(name: str, distribution: metadata.Distribution) -> dict[str, Any]:
    about = distribution.metadata
    licence = about.get("License-Expression") or about.get("License") or ""
    if not licence or "\n" in licence:
        classifiers = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or [] if "License" in c]
        licence = " AND ".join(classifiers) or "unknown"
    return {
        "type": "library",
        "name": name,
        "version": distribution.version,
        "purl": f"pkg:pypi/{name}@{distribution.version}",
        "licenses": [{"license": {"name": licence[:200]}}],
    }


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.parse_args(arguments)
    components = [component(name, one) for name, one in needed("imrnlp").items()]
    this = next(c for c in components if c["name"] == "imrnlp")
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {**this, "type": "application"}},
        "components": [c for c in components if c is not this],
    }
    json.dump(bill, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
