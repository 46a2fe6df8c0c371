"""assemble: from tagged spans to the parts of the record."""
