"""How much a person may have of it; told in `/api/metadata`."""

from common.sizes import MIB

CONVERSATIONS_AT_MOST = 1_000
TURNS_AT_MOST = 500
SCRIPT_CHARACTERS_AT_MOST = 500_000
SCRIPT_LINES_AT_MOST = 50_000
SCRIPT_FILE_MAX_BYTES = 4 * MIB
