"""text: what every step needs of plain strings: case, sentences, numbers, dates, flowing text, term matching."""
