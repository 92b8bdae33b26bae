"""What an item is in a file: nothing of whose it is, nor of what was made of it."""

from common.errors import AppError
from dictation.items.cleaning import ItemDraft
from dictation.models import Item

# Where in the file it stands, as a person finds it there.
Numbered = tuple[str, ItemDraft]
Wrong = tuple[str, AppError]


def difficulty_given(item: Item) -> int | None:
    """What follows from its text follows from it again."""
    return item.difficulty if item.is_difficulty_given else None
