"""export: records as tables, files and pages."""
