"""The tables of a yearly report on Independent Medical Review: made of any records, written as one page, CSV and Parquet.

What is counted follows the yearly reports of the Division of Workers' Compensation and the studies of the California
Workers' Compensation Institute: letters and items by month, outcomes by service and drug, guidelines on both sides,
delays, reviewers; for findings of the Department of Managed Health Care treatments, criteria and years.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from imrnlp.study.rates import rates
from imrnlp.study.store import Store

if TYPE_CHECKING:
    import pandas as pd

_GROUP = "Workers' compensation and managed care"

#: Rows of a table that the page shows; the files hold all.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A table of the report: its name, title, what it counts, and the chart that shows it (``""``: none)."""

    name: str
    title: str
    note: str
    frame: pd.DataFrame
    chart: str = ""
    group: str = _GROUP


@dataclass(slots=True)
class Report:
    """All tables with the totals (whole numbers)."""

    totals: dict[str, int]
    rate: tuple[float, float, float] | None
    parts: list[ReportPart] = field(default_factory=list)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table of that name; raises ``KeyError``."""
        return next((part.frame for part in self.parts if part.name == name), None)  # type: ignore[return-value]


_ITEMS = (
    "An item counts once for each value it has; the rate is of the decided items, with Wilson's 95% interval."
)
# name, title, fields, what it counts, chart, and whether items without a value have a row
_RATES: list[tuple[str, str, list[str], str, str, bool]] = [
    ("categories", "Outcome by category of service", ["category"], _ITEMS, "rate", True),
    ("subcategories", "Outcome by kind of service", ["category", "subcategory"], _ITEMS, "", True),
    ("drug_classes", "Outcome by drug class", ["drug_class"], _ITEMS, "rate", False),
    ("drugs", "Drugs most often disputed", ["drug"], _ITEMS, "rate", False),
    ("guidelines", "Documents that reviewers rely on", ["guideline"], _ITEMS, "rate", True),
    ("administrator_guidelines", "Documents that claims administrators rely on", ["administrator_guideline"], _ITEMS, "", True),
    ("agreement", "Do reviewer and claims administrator cite the same document?", ["agreement"], _ITEMS, "rate", True),
    ("specialties", "Reviewers by specialty", ["specialty"], "A reviewer of two specialties counts for both.", "rate", True),
    ("body_regions", "Body region of the request", ["body_region"], _ITEMS, "rate", False),
    ("diagnosis_groups", "Diagnosis group of the patient", ["diagnosis_group"], "Chapters of ICD-10-CM of the conditions that the patient has and that could be coded.", "rate", False),
]  # fmt: skip
_DMHC: list[tuple[str, str, list[str], str, str, bool]] = [
    ("dmhc_treatments", "Findings by treatment", ["treatment"], "In the words of the published table.", "rate", False),
    ("dmhc_categories", "Findings by category of service", ["category"], _ITEMS, "rate", True),
    ("dmhc_criteria", "Findings by criterion", ["criterion"], "What the reviewers had to decide by.", "rate", False),
    ("dmhc_years", "Findings by year", ["year"], "Year of the decision, else the published report year.", "rate", False),
]  # fmt: skip

_OPIOIDS = """
SELECT name AS drug, count(*) AS rows, count(DISTINCT letter_id) AS letters, count(mme_per_day) AS with_mme,
    median(mme_per_day) AS median_mme, min(mme_per_day) AS lowest_mme, max(mme_per_day) AS highest_mme,
    count(*) FILTER (mme_per_day >= 50) AS at_least_50, count(*) FILTER (mme_per_day >= 90) AS at_least_90,
    count(*) FILTER (mme_missing = 'no_directions') AS without_directions,
    count(*) FILTER (mme_missing IS NOT NULL AND mme_missing <> 'no_directions') AS otherwise_without
FROM drugs WHERE mme_missing IS DISTINCT FROM 'not_an_opioid' GROUP BY name ORDER BY rows DESC, name"""
_DAYS = """
SELECT '{title}' AS span, count(*) FILTER (days >= 0) AS letters, min(days) FILTER (days >= 0) AS shortest,
    quantile_cont(days, 0.25) FILTER (days >= 0) AS quarter, median(days) FILTER (days >= 0) AS median,
    quantile_cont(days, 0.75) FILTER (days >= 0) AS three_quarters, quantile_cont(days, 0.9) FILTER (days >= 0) AS nine_tenths,
    max(days) FILTER (days >= 0) AS longest, count(*) FILTER (days < 0) AS contradicting
FROM (SELECT date_diff('day', {first}, {last}) AS days FROM letters WHERE error IS NULL)"""
_SPANS = [
    ("UR denial to application", "ur_denial_date", "application_received"),
    ("application to decision", "application_received", "decision_date"),
    ("UR denial to decision", "ur_denial_date", "decision_date"),
]


def make_report(store: Store) -> Report:
    """The report on a store's records.  Raises ``ValueError`` when there are no letters."""
    letters, failed = store.rows("SELECT count(*), count(error) FROM letters")[0]
    if not letters:
        raise ValueError("no letters: there is nothing to report")
    every = rates(store)
    counts = every.iloc[0] if len(every) else None
    totals = {
        "letters": letters - failed,
        "failed": failed,
        "items": int(counts["items"]) if counts is not None else 0,
    }
    totals |= {
        name: int(counts[name]) if counts is not None else 0
        for name in ("upheld", "overturned", "modified", "unknown")
    }
    decided = totals["upheld"] + totals["overturned"] + totals["modified"]
    rate = (counts["rate"], counts["low"], counts["high"]) if counts is not None and decided else None
    report = Report(totals, rate)
    by_month = rates(store, by="month", missing=True)
    by_month = by_month.sort_values("month", na_position="last", ignore_index=True)
    report.parts.append(
        ReportPart(
            "months",
            "Letters and items by month of decision",
            "Letters without a date stand last in the table; the page shows the latest months.",
            by_month,
            "months",
        )
    )
    for spec in _RATES:
        report.parts.append(_rate_part(store, spec, {}))
    opioids = _query(store, _OPIOIDS)
    note = "Morphine milligram equivalents a day (CDC 2022) of the opioids asked for, where strength and directions or days of supply allow; else they are counted as without."
    report.parts.append(ReportPart("opioids", "Opioids asked for", note, opioids))
    days = _query(store, " UNION ALL ".join(_DAYS.format(title=t, first=a, last=b) for t, a, b in _SPANS))
    report.parts.append(
        ReportPart(
            "days",
            "How long it takes",
            "Days between the letters' own dates; pairs of dates that contradict each other are counted apart.",
            days,
        )
    )
    findings = {"layout": "dmhc"}
    if len(rates(store, where=findings)):
        report.parts += [
            _rate_part(store, spec, findings, "Department of Managed Health Care") for spec in _DMHC
        ]
    failures = _query(
        store, "SELECT letter_id, source_name, error FROM letters WHERE error IS NOT NULL ORDER BY letter_id"
    )
    report.parts.append(
        ReportPart("failures", "Inputs that gave no record", "They are in no other figure.", failures)
    )
    return report


def _rate_part(
    store: Store, spec: tuple[str, str, list[str], str, str, bool], where: dict[str, Any], group: str = ""
) -> ReportPart:
    name, title, by, note, chart, missing = spec
    frame = rates(store, by=by, where=where, missing=missing)
    return ReportPart(name, title, note, frame, chart, group or _GROUP)


def _query(store: Store, sql: str) -> pd.DataFrame:
    import pandas as pd

    cursor = store.connection.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    frame = pd.DataFrame(cursor.fetchall(), columns=names)
    for name in names:  # counts stay whole numbers
        if frame[name].map(lambda v: isinstance(v, int)).all():
            frame[name] = frame[name].astype("int64")
    return frame
