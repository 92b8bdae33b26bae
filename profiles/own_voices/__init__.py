"""The doors to a person's own voices: `/voices/own/` and `/api/voices`. What they lead to is in `speech`."""
