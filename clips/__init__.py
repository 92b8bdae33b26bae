"""Everything audible: one row and one file per piece of audio."""
