"""Voices behind one protocol (`base.py`), each in its own file. Plain Python: no Django in here."""
