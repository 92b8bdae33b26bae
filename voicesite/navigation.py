"""The rooms a person can walk to, and what every page's frame needs."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from jobs.queries import tray_jobs
from voicesite import __version__


@dataclass(frozen=True)
class Room:
    label: str
    url_name: str
    icon: str
    prefix: str  # a page whose address starts like this is in the room
    group: str = "main"  # or "staff"


ROOMS = (
    Room("Speak", "speak:page", "speak", "/speak/"),
    Room("Transcribe", "transcribe:page", "transcribe", "/transcribe/"),
    Room("Studio", "studio:page", "studio", "/studio/"),
    Room("Practice", "practice:page", "practice", "/practice/"),
    Room("History", "history:page", "history", "/history/"),
    Room("Library", "clips:list", "library", "/clips/"),
    Room("Voices", "profiles:list", "voices", "/voices/"),
    Room("Jobs", "jobs:list", "jobs", "/jobs/"),
    Room("Settings", "accounts:settings", "settings", "/settings/"),
    Room("Models", "speech:models", "models", "/models/", group="staff"),
    Room("Admin", "admin:index", "admin", "/admin/", group="staff"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of `base.html`. An error page may be rendered before anybody is known."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav_items": [], "theme": "system", "tray_jobs": [], "site_version": __version__}
    rooms = [room for room in ROOMS if room.group == "main" or user.is_staff]
    return {
        "nav_items": [
            {
                "url": reverse(room.url_name),
                "label": room.label,
                "icon": room.icon,
                "group": room.group,
                "is_current": request.path.startswith(room.prefix),
            }
            for room in rooms
        ],
        "theme": user.appearance,
        # Fragments and the admin have this context too, and no tray: it is asked for where it is shown.
        "tray_jobs": SimpleLazyObject(lambda: tray_jobs(user)),
        "site_version": __version__,
    }
