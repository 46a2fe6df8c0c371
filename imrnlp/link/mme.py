"""Morphine milligram equivalents a day, by the CDC's conversion factors.

MME per day = strength per unit x units per day x factor; for a transdermal patch the hourly rate in
mcg/hr x factor (fentanyl).  Buprenorphine and drugs without a factor give none.  Source of formula and
factors: ``lexicons/mme_factors.json``.
"""

from __future__ import annotations

from imrnlp import lexicons
from imrnlp.record import Drug

#: The factor set used by default.
DEFAULT = "cdc_2022"


def mme_per_day(
    drug: Drug, times_per_day: float | None, units_per_dose: float = 1, factors: str = DEFAULT
) -> float | None:
    """Morphine milligram equivalents a day, rounded to 0.1 mg, or ``None`` where the directions give none.

    ``factors`` names a set of the data file (``cdc_2016``, ``cdc_2022``); raises ``KeyError`` for another.

    >>> from imrnlp.record import Strength
    >>> norco = Drug(text="Norco", start=0, end=5, name="hydrocodone/acetaminophen",
    ...              strengths=[Strength(value=10, unit="mg"), Strength(value=325, unit="mg")])
    >>> mme_per_day(norco, 4)
    40.0
    """
    table = lexicons.document("mme_factors.json")["sets"][factors]["factors"]
    if not drug.strengths:
        return None
    for ingredient, strength in zip(drug.name.split("/"), drug.strengths, strict=False):
        factor = table.get(ingredient)
        if factor is None:
            continue
        if strength.per_unit == "hr" and strength.unit == "mcg":
            patch = table.get(f"{ingredient} patch")
            return None if patch is None else round(strength.value * patch, 1)
        if times_per_day is None or strength.per_unit is not None or strength.unit not in ("mg", None):
            return None
        return round(strength.value * units_per_dose * times_per_day * factor, 1)
    return None
