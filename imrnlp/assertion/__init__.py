"""assert: is a condition present, absent, possible, hypothetical, historical or another person's?"""
