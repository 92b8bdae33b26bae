"""How much a timeline may hold, and how far its values go."""

MOST_TRACKS = 64
MOST_REGIONS = 1_000
MOST_HOURS = 24
MOST_SECONDS = MOST_HOURS * 3600
ID_MAX_CHARACTERS = 40

PANS = (-1.0, 1.0)
CEILINGS_DB = (-24.0, 0.0)
DUCK_DEPTHS_DB = (0.0, 60.0)
DUCK_THRESHOLDS_DB = (-80.0, 0.0)
DUCK_SECONDS = (0.001, 10.0)


def most_frames(rate_hz: int) -> int:
    return MOST_SECONDS * rate_hz
