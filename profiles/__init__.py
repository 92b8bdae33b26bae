"""Voice profiles, their samples, effect presets and blends."""
