"""Pages of people: the door (`doors.py`) and the Settings (`settings.py`)."""
