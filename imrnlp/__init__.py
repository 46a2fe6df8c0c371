"""imrnlp: structured records from Independent Medical Review determination letters."""

__version__ = "0.1.0"
