"""Recordings of the voice that a profile is to sound like."""
