"""Conversations become sound: what changed is spoken, and all turns are mixed into one recording."""
