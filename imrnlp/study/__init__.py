"""study: questions to many records: rates, similar items, the report."""
