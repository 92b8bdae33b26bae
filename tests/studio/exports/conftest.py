import pytest

from studio.models import Conversation
from tests.studio.conversations.builders import make_conversation
from tests.studio.rendering.builders import rendered
from tests.studio.rendering.conftest import fake

__all__ = ["fake"]


@pytest.fixture
def scene(alice) -> Conversation:
    """Rendered: Ben breaks in on Anna's first line."""
    conversation = make_conversation(
        alice, "ANNA: Hello there.", "BEN: Good day.", "ANNA: And good bye.", name="Scene 1", gap_ms=-300
    )
    rendered(conversation)
    return conversation
