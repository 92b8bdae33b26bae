"""Background work of this app and of its rooms: found here at start."""

from dictation.audio import tasks as audio_tasks  # noqa: F401 - importing registers them
from dictation.items import tasks as item_tasks  # noqa: F401
from dictation.sharing import tasks as sharing_tasks  # noqa: F401
