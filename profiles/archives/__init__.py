"""A profile as a file: its settings, its samples and its picture in one ZIP, to keep and to give away."""
