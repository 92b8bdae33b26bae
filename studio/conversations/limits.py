"""How much a person may have of it; told in `/api/metadata`."""

CONVERSATIONS_AT_MOST = 1_000
TURNS_AT_MOST = 500
