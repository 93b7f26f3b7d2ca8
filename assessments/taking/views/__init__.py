"""The pages of an attempt: start, answer, review, hand in, result."""
