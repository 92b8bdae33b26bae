"""Two who do the same thing at the same time."""

import pytest

from common.errors import AppError
from dictation.items.cleaning import ItemDraft
from dictation.items.services import create_items, discard_item, purge_discarded, restore_item
from dictation.items.tags import create_tag
from dictation.models import Item, ItemAudio, Tag
from tests.at_once import at_once
from tests.conftest import make_user
from tests.dictation.builders import make_item


@pytest.mark.django_db(transaction=True)
def test_two_who_make_the_same_tag_and_text_make_one_of_each():
    alice = make_user("alice")
    drafts = [ItemDraft(locale="en-GB", text="The same.", tags=["New"])]
    made = at_once(*[lambda: create_items(user=alice, drafts=drafts)] * 3)
    assert all(isinstance(each[0], Item) for each in made)
    assert Item.objects.count() == 3
    assert Tag.objects.count() == ItemAudio.objects.count() == 1
    outcomes = at_once(*[lambda: create_tag(user=alice, name="Other")] * 3)
    assert sorted(type(each).__name__ for each in outcomes) == ["Conflict", "Conflict", "Tag"]


@pytest.mark.django_db(transaction=True)
def test_what_comes_back_while_it_is_purged_is_there_or_gone_and_never_half():
    alice = make_user("alice")
    item = make_item(alice, is_ready=True)
    discard_item(item=item)
    Item.objects.update(deleted_at="2020-01-01T00:00Z")
    purged, restored = at_once(purge_discarded, lambda: restore_item(item=item))
    if isinstance(restored, AppError):
        assert purged == 1
        assert not ItemAudio.objects.exists()
    else:
        assert purged == 0
        assert Item.objects.get(deleted_at=None).tts_status == "ready"
