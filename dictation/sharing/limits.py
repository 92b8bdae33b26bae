"""How much of it a person may have; told in `/api/metadata`."""

from common.sizes import MIB

LISTS_AT_MOST = 500
LIST_ITEMS_AT_MOST = 1_000
GROUPS_AT_MOST = 100
GROUPS_JOINED_AT_MOST = 100
MEMBERS_AT_MOST = 500
FILE_MAX_BYTES = 8 * MIB
FILE_ITEMS_AT_MOST = 1_000
# A file of every item a person has is made at once, so it has an end.
EXPORTED_AT_MOST = 20_000
TOLD = {
    "dictation_lists_per_person": LISTS_AT_MOST,
    "dictation_items_per_list": LIST_ITEMS_AT_MOST,
    "dictation_groups_per_person": GROUPS_AT_MOST,
    "dictation_members_per_group": MEMBERS_AT_MOST,
    "dictation_items_per_file": FILE_ITEMS_AT_MOST,
    "dictation_file_bytes": FILE_MAX_BYTES,
}
