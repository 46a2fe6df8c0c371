"""run: many letters, over processes and clusters."""
