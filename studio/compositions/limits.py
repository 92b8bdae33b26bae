"""How much a person may have of it; told in `/api/metadata`."""

from datetime import timedelta

COMPOSITIONS_AT_MOST = 1_000
TAGS_AT_MOST = 20
TAG_MAX_CHARACTERS = 40

# Of those that are made by themselves; the ones with a name are their owner's to remove.
VERSIONS_KEPT = 50
NAMED_VERSIONS_AT_MOST = 200
VERSION_EVERY = timedelta(minutes=10)
# What was taken out of a timeline can be put back for so long, even where nothing else has it.
CLIPS_HELD_FOR = timedelta(days=1)
