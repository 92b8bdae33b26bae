"""Decode, probe, measure and draw audio. Plain Python: no Django in here."""
