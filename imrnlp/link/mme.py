"""Morphine milligram equivalents a day, by the CDC's conversion factors.

MME per day = strength per unit x units per day x factor; for a transdermal patch the hourly rate in
mcg/hr x factor (fentanyl).  Units per day come from the directions (units a dose x doses a day), else by the
quantity and the days that it is to last.  Buprenorphine and drugs without a factor give none.  Source of formula
and factors: ``lexicons/mme_factors.json``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from imrnlp import lexicons
from imrnlp.lexicons.wordings import Wordings
from imrnlp.record import Determination, Drug

#: The factor set used by default.
DEFAULT = "cdc_2022"

#: What a figure rests on.
BASES = ("directions", "days_supply", "patch_rate")
#: Why there is no figure.
MISSING = (
    "not_an_opioid",
    "no_factor",
    "no_strength",
    "not_by_the_unit",
    "no_directions",
    "unclear_days",
    "not_taken",
)


@dataclass(frozen=True, slots=True)
class Mme:
    """Equivalents a day in mg with their basis (:data:`BASES`), or why there are none (:data:`MISSING`)."""

    value: float | None
    basis: str | None = None
    missing: str | None = None


def mme(
    drug: Drug,
    times_per_day: float | None = None,
    units_per_dose: float = 1,
    *,
    quantity: float | None = None,
    days: float | None = None,
    factors: str = DEFAULT,
) -> Mme:
    """Morphine milligram equivalents a day, rounded to 0.1 mg, or the reason why there are none.

    ``quantity`` is the units dispensed and ``days`` how long they last; they count where ``times_per_day`` is
    missing.  ``factors`` names a set of the data file (``cdc_2016``, ``cdc_2022``); raises ``KeyError`` for another.

    >>> from imrnlp import parse_request
    >>> drug = parse_request("Norco 10/325mg #120").drugs[0]
    >>> mme(drug, 4), mme(drug).missing
    (Mme(value=40.0, basis='directions', missing=None), 'no_directions')
    >>> mme(drug, quantity=120, days=30).value
    40.0
    """
    table = lexicons.document("mme_factors.json")["sets"][factors]["factors"]
    ingredients = drug.name.split("/")
    at = next((i for i, name in enumerate(ingredients) if name in table), None)
    if at is None:
        return Mme(None, missing="no_factor" if drug.drug_class == "opioids" else "not_an_opioid")
    if at >= len(drug.strengths):
        return Mme(None, missing="no_strength")
    strength = drug.strengths[at]
    if strength.per_unit == "hr" and strength.unit == "mcg":
        patch = table.get(f"{ingredients[at]} patch")
        if patch is None:
            return Mme(None, missing="no_factor")
        return Mme(round(strength.value * patch, 1), "patch_rate")
    if not table[ingredients[at]]:
        return Mme(None, missing="no_factor")
    if (
        strength.per_unit is not None
        or strength.unit not in ("mg", None)
        or drug.form in _WORDS.of("not_swallowed_forms")
    ):
        return Mme(None, missing="not_by_the_unit")
    if times_per_day is not None:
        units, basis = units_per_dose * times_per_day, "directions"
    elif quantity and days:
        units, basis = quantity / days, "days_supply"
    else:
        return Mme(None, missing="no_directions")
    return Mme(round(strength.value * units * table[ingredients[at]], 1), basis)


_WORDS = Wordings("prescription_words.tsv")


def mme_per_day(
    drug: Drug, times_per_day: float | None, units_per_dose: float = 1, factors: str = DEFAULT
) -> float | None:
    """Morphine milligram equivalents a day of a drug taken so, or ``None`` where the directions give none.

    >>> from imrnlp.record import Strength
    >>> norco = Drug(text="Norco", start=0, end=5, name="hydrocodone/acetaminophen",
    ...              strengths=[Strength(value=10, unit="mg"), Strength(value=325, unit="mg")])
    >>> mme_per_day(norco, 4)
    40.0
    """
    return mme(drug, times_per_day, units_per_dose, factors=factors).value


_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4}
_UNITS_PER_DOSE = re.compile(
    r"""
    (?<! [\#\d.] ) \b
    (?: (?:\d|one|two|three|four) \s* (?:-|to|or) \s* )?   # "1-2 tablets": the larger counts
    (?P<n> \d|one|two|three|four ) \s+ (?: tab | cap | pill ) \w*+
    (?! \s+ (?: of\b|per\s+month ) )
    """,
    re.I | re.X,
)


def units_per_dose(words: str) -> int:
    """Tablets or capsules a dose as the words state it, of a range the larger; 1 where they state none.

    >>> units_per_dose("take 1-2 tabs every 6 hours"), units_per_dose("Norco BID #6 tablets")
    (2, 1)
    """
    found = _UNITS_PER_DOSE.search(words)
    return 1 if found is None else _COUNTS.get(found["n"].lower()) or int(found["n"])


def mme_of_item(item: Determination, drug: Drug) -> Mme:
    """Equivalents a day of a drug that an item asks for, by its directions, else by quantity and days.

    >>> from imrnlp import parse_request
    >>> item = parse_request("Oxycodone 10 mg, 1-2 tabs q6h #240")
    >>> mme_of_item(item, item.drugs[0])
    Mme(value=120.0, basis='directions', missing=None)
    """
    shared = len(item.drugs) > 1  # directions and quantity of which drug?
    days = None if shared else item.duration_days
    found = mme(
        drug,
        None if shared else item.times_per_day,
        units_per_dose(item.request),
        quantity=item.quantity if item.quantity_unit in ("tablet", "capsule", None) else None,
        days=None if item.refills else days,
    )
    if found.missing == "no_directions" and days and item.refills and item.quantity:
        return Mme(None, missing="unclear_days")  # of one filling, or of all?
    return found
