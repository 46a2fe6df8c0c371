"""Fields whose terms may occur only once in their table.

The check enforces this, and when a folder of yours has such a term, the package's row loses it.
"""

from __future__ import annotations

#: Table to fields; a field holds a term, or terms joined by ``|``.
ONCE: dict[str, tuple[str, ...]] = {
    "abbreviations.tsv": ("short",),
    "argument_medications.tsv": ("cue",),
    "body_and_signs.tsv": ("term",),
    "body_sites.tsv": ("site",),
    "complaints.tsv": ("term",),
    "condition_function_words.tsv": ("term",),
    "condition_names.tsv": ("term",),
    "condition_words.tsv": ("term",),
    "conditions.tsv": ("term",),
    "drug_classes.tsv": ("terms",),
    "drug_stems.tsv": ("ending",),
    "drugs.tsv": ("aliases",),
    "findings.tsv": ("term",),
    "frequencies.tsv": ("pattern",),
    "general_conditions.tsv": ("term",),
    "grounds.tsv": ("names",),
    "guidelines.tsv": ("id",),
    "header_labels.tsv": ("label",),
    "icd10cm_phrases.tsv": ("phrase",),
    "icd10cm_words.tsv": ("words",),
    "medication_cues.tsv": ("cue",),
    "not_conditions.tsv": ("term",),
    "not_drugs.tsv": ("name",),
    "number_words.tsv": ("word",),
    "odg_chapters.tsv": ("chapter",),
    "rxnorm_ingredients.tsv": ("name",),
    "services.tsv": ("terms",),
    "specialties.tsv": ("name",),
    "states.tsv": ("name",),
    "taxonomy.tsv": ("category",),
    "unii_drugs.tsv": ("name",),
}
