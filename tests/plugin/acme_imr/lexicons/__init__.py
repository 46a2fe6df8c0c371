"""Lexicons that add to imrnlp's."""
