"""read: from a file of any kind to text, and from text to flowing text."""
