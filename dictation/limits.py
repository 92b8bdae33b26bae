"""How much of it a person may have, and send at once; told in `/api/metadata`."""

ITEMS_AT_MOST = 20_000
TAGS_OF_A_PERSON_AT_MOST = 1_000
BULK_AT_MOST = 100
