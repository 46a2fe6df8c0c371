"""The spaCy components: each one a stage of the letter's way from text to record."""
