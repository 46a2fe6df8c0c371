"""link: codes for what was found (RxNorm, ICD-10-CM)."""
