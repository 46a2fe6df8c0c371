"""Letters a second on one core, every contender on the same letters in the same run.

    python -m benchmarks.speed data/letters/dev --count 400 --characters 6300 --repeats 5

Only ratios within a run mean something: the contenders take turns, so that a change of the
machine's speed meets them all, and the median of the repeats is printed.  Time is the process's own
(CPU) time: none of the contenders waits or uses a second core.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.contenders import CONTENDERS
from benchmarks.letters import read_letters, varied

# Contenders this slow read fewer letters; rates are per letter.
_SLOW = {"medspaCy targets + ConText + sections": 0.1}


def measure(texts: list[str], repeats: int) -> dict[str, float]:
    """Median letters a second of every contender that is installed."""
    made = {}
    for name, make in CONTENDERS.items():
        try:
            made[name] = make()
        except ImportError as error:
            print(f"left out: {name} ({error})")
    rates: dict[str, list[float]] = {name: [] for name in made}
    for repeat in range(repeats + 1):
        for name, run in made.items():
            share = texts[: max(20, int(len(texts) * _SLOW.get(name, 1)))]
            begun = time.process_time()
            run(share)
            if repeat:  # the first round warms up
                rates[name].append(len(share) / (time.process_time() - begun))
    return {name: statistics.median(values) for name, values in rates.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=400, help="varied letters; 0 takes the folder's own")
    parser.add_argument(
        "--characters", type=int, default=0, help="length of the varied letters; 0 keeps theirs"
    )
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    texts = read_letters(arguments.folder)
    if arguments.count:
        texts = list(varied(texts, arguments.count, characters=arguments.characters))
    size = sum(map(len, texts)) / len(texts)
    rates = measure(texts, arguments.repeats)
    base = rates["spaCy tokenizer (blank en)"]
    print(f"{len(texts)} letters of {size:,.0f} characters, median of {arguments.repeats}; one core")
    print(f"{platform.machine()}, Python {platform.python_version()}, " + ", ".join(_versions()))
    print("| contender | letters a second | to the tokenizer |\n| --- | ---: | ---: |")
    for name, rate in sorted(rates.items(), key=lambda p: -p[1]):
        print(f"| {name} | {rate:,.0f} | {rate / base:.2f} |")


def _versions() -> list[str]:
    found = []
    for package in ("imrnlp", "spacy", "edsnlp", "medspacy"):
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return found


if __name__ == "__main__":
    main()
