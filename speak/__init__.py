"""The Speak page, its takes, and long texts: pages and `/api/speech/`."""
