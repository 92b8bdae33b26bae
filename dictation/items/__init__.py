"""Texts to be written down by ear: made, found, changed, and gone for good."""
