"""Makes ``imrnlp/lexicons/word_clusters.txt.gz``: groups of English words of like use, for the clinical NER.

    python scripts/build_clusters.py VOCAB [OUTPUT]

``VOCAB`` is the ``vocab`` folder of spaCy's ``en_core_web_md`` 3.8.0 (MIT, Explosion), whose 20,000 word
vectors are grouped by k-means into 128 and into 1,024 groups.  Needs scikit-learn.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from pathlib import Path

import numpy as np
from spacy.strings import hash_string  # type: ignore[attr-defined]
from spacy.vectors import Vectors

HEADER = """\
# Words grouped by k-means (128 and 1,024 groups) over the word vectors of spaCy's en_core_web_md 3.8.0.
# Source: Explosion, en_core_web_md 3.8.0, MIT licence. Lines: coarse group, fine group, then their words.
"""
GROUPS = (128, 1024)


def main(folder: str, output: str = "imrnlp/lexicons/word_clusters.txt.gz") -> None:
    from sklearn.cluster import MiniBatchKMeans
    from sklearn.decomposition import PCA

    vectors = Vectors().from_disk(folder)
    strings = json.loads((Path(folder) / "strings.json").read_text(encoding="utf-8"))
    rows = {
        word: row
        for word in strings
        if re.fullmatch(r"[a-z]{2,20}", word)
        and (row := vectors.key2row.get(hash_string(word))) is not None
        and row >= 0
    }
    used = np.array(sorted(set(rows.values())))
    table = vectors.data[used]
    table = table / np.maximum(1e-6, np.linalg.norm(table, axis=1, keepdims=True))
    table = PCA(64, random_state=0).fit_transform(table)
    coarse, fine = (
        dict(
            zip(
                used,
                MiniBatchKMeans(k, random_state=0, batch_size=2048, n_init=1, max_iter=30).fit(table).labels_,
                strict=True,
            )
        )
        for k in GROUPS
    )
    members: dict[tuple[int, int], list[str]] = {}
    for word, row in rows.items():
        members.setdefault((int(coarse[row]), int(fine[row])), []).append(word)
    body = HEADER + "".join(
        f"{a} {b} {' '.join(sorted(words))}\n" for (a, b), words in sorted(members.items())
    )
    with open(output, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(body.encode())
    print(f"{output}: {len(rows)} words, {Path(output).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
