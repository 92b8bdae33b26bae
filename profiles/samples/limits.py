"""How many samples there may be, and how long."""

SAMPLES_MOST = 20
LONGEST_SECONDS = 600.0
LEAST_SECONDS = 1.0
