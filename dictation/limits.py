"""How much of it a person may have, and send at once; told in `/api/metadata`."""

from dictation.models import (
    ALTERNATIVES_AT_MOST,
    ANSWER_MAX_CHARACTERS,
    TAG_MAX_CHARACTERS,
    TAGS_AT_MOST,
    TEXT_MAX_CHARACTERS,
)

ITEMS_AT_MOST = 20_000
TAGS_OF_A_PERSON_AT_MOST = 1_000
BULK_AT_MOST = 100
PER_PAGE_MOST = 100
TOLD = {
    "dictation_items_per_person": ITEMS_AT_MOST,
    "dictation_items_at_once": BULK_AT_MOST,
    "dictation_text_characters": TEXT_MAX_CHARACTERS,
    "dictation_answer_characters": ANSWER_MAX_CHARACTERS,
    "dictation_alternatives_per_item": ALTERNATIVES_AT_MOST,
    "dictation_tags_per_item": TAGS_AT_MOST,
    "dictation_tags_per_person": TAGS_OF_A_PERSON_AT_MOST,
    "dictation_tag_characters": TAG_MAX_CHARACTERS,
    "dictation_page_size": PER_PAGE_MOST,
}
