"""Why a file can't be read as a text: one class per reason, with its data and a sentence for its sender."""

from collections.abc import Collection


class DocumentError(Exception):
    code = "unusable_document"
    param = "file"


class UnknownDocumentKind(DocumentError):
    code = "unknown_document_kind"

    def __init__(self, suffix: str, allowed: Collection[str]) -> None:
        self.suffix, self.allowed = suffix, tuple(allowed)
        ending = f"ends in .{suffix[:20]}" if suffix else "has no ending"
        super().__init__(f"The file's name {ending}. Files that can be read end in .{', .'.join(allowed)}.")


class WrongDocumentKind(DocumentError):
    """Its name says one thing, its first bytes another."""

    code = "wrong_document_kind"

    def __init__(self, suffix: str, found: str, what_to_do: str) -> None:
        self.suffix, self.found = suffix, found
        super().__init__(f"This file is called .{suffix}, but inside it is {found}. {what_to_do}")


class EmptyDocument(DocumentError):
    code = "empty_file"

    def __init__(self) -> None:
        super().__init__("The file is empty.")


class FileTooLarge(DocumentError):
    code = "document_too_large"

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        super().__init__(f"This file is larger than {_megabytes(limit_bytes)}, which is the limit.")


class UnpacksTooLarge(DocumentError):
    """What a compression bomb is, and what a picture book may be."""

    code = "document_unpacks_too_large"

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"This file holds too much once it is unpacked: {reason}. Save it without its pictures."
        )


class TextTooLong(DocumentError):
    code = "text_too_long"

    def __init__(self, limit_characters: int) -> None:
        self.limit_characters = limit_characters
        super().__init__(
            f"The text of this file is longer than {limit_characters:,} characters, which is the limit. "
            "Send it in parts."
        )


class NothingToRead(DocumentError):
    """No letter anywhere: pictures of pages, or no page at all."""

    code = "nothing_to_read"

    def __init__(self) -> None:
        super().__init__("There is no text in this file. Pages that are pictures have to be made text first.")


class ProtectedDocument(DocumentError):
    code = "protected_document"

    def __init__(self) -> None:
        super().__init__(
            "This file is protected by a password or by copy protection, and can't be read. "
            "Save it without protection, if you may."
        )


class BrokenDocument(DocumentError):
    code = "broken_document"

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"This file is damaged or not made as it should be: {reason}.")


def _megabytes(size_bytes: int) -> str:
    return f"{size_bytes / (1024 * 1024):.3g} MB"
