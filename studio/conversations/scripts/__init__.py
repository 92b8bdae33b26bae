"""From a written script to who says what. Plain Python: no Django in here."""

from studio.conversations.scripts.base import AUTO, FORMATS, Script, ScriptTurn
from studio.conversations.scripts.parting import parts_of
from studio.conversations.scripts.reading import SUFFIXES, read_script

__all__ = ["AUTO", "FORMATS", "SUFFIXES", "Script", "ScriptTurn", "parts_of", "read_script"]
