"""The package's version, and the only place it stands in."""

__version__ = "0.2.0"
