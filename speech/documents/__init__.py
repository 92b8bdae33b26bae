"""Texts from files: txt, md, docx and epub into chapters to say. Plain Python: no Django in here."""

from speech.documents.base import Chapter, Document, DocumentLimits
from speech.documents.errors import (
    BrokenDocument,
    DocumentError,
    EmptyDocument,
    FileTooLarge,
    NothingToRead,
    ProtectedDocument,
    TextTooLong,
    UnknownDocumentKind,
    UnpacksTooLarge,
    WrongDocumentKind,
)
from speech.documents.parting import PART_CHARACTERS, parted
from speech.documents.reading import SUFFIXES, read_document, read_plain_text, suffix_of

__all__ = [
    "PART_CHARACTERS",
    "SUFFIXES",
    "BrokenDocument",
    "Chapter",
    "Document",
    "DocumentError",
    "DocumentLimits",
    "EmptyDocument",
    "FileTooLarge",
    "NothingToRead",
    "ProtectedDocument",
    "TextTooLong",
    "UnknownDocumentKind",
    "UnpacksTooLarge",
    "WrongDocumentKind",
    "parted",
    "read_document",
    "read_plain_text",
    "suffix_of",
]
