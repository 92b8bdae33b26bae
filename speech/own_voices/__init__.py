"""Voices that people bring: a recording each, with the consent of whoever is heard in it."""
