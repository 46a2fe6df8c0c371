"""styles: the ways in which letters write their disputed items, one module each."""
