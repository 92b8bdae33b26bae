"""Long chapters are cut where a reader would stop, and lose nothing but white space."""

from hypothesis import given
from hypothesis import strategies as st

from speech.documents import Chapter, parted


@given(st.text("ab .\n。", max_size=400), st.integers(10, 60))
def test_parts_hold_the_whole_text_and_none_is_too_long(text, most):
    parts = [part.text for part in parted(Chapter("", text), most=most)]
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(len(part) <= most for part in parts) or not text.strip()


def test_a_part_ends_with_a_paragraph_where_there_is_one():
    text = "First one. Still first.\n\nSecond one."
    parts = parted(Chapter("Tale", text), most=30)
    assert [(part.title, part.text) for part in parts] == [
        ("Tale, part 1", "First one. Still first."),
        ("Tale, part 2", "Second one."),
    ]


def test_a_short_chapter_is_left_as_it_is():
    chapter = Chapter("Tale", " Short. ")
    assert parted(chapter) == [chapter]
