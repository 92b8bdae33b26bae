"""Listening to what was spoken: does it say its text? Plain Python: no Django in here."""

from speech.proofing.base import Difference, Kind, Proof
from speech.proofing.listening import Hear, Proofreader

__all__ = ["Difference", "Hear", "Kind", "Proof", "Proofreader"]
