"""A composition becomes one recording, and its stems, as a job."""
