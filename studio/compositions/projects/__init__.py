"""A composition as a file: as JSON by itself, or with its sounds in one ZIP, to keep and to give away."""
