"""Background work of this app's rooms: found here at start."""

from profiles.matching import tasks as matching_tasks  # noqa: F401 - importing registers them
from profiles.samples import tasks as samples_tasks  # noqa: F401 - importing registers them
