"""text: tools for plain strings that every step uses: case, sentences, numbers, dates, flowing text, term matching."""
