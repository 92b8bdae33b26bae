"""Background work of this app's rooms: found here at start."""

from profiles.effects import tasks as effects_tasks  # noqa: F401 - importing registers them
from profiles.samples import tasks as samples_tasks  # noqa: F401 - importing registers them
