"""By what the jobs of a conversation and of its turns are known: of each there is one at a time."""

import uuid

RENDER_KIND = "studio.conversation"
TURN_KIND = "studio.turn"


def render_key(conversation_id: uuid.UUID) -> str:
    return f"{RENDER_KIND}:{conversation_id}"


def turn_key(turn_id: uuid.UUID) -> str:
    return f"{TURN_KIND}:{turn_id}"
