"""People: sign-in, API keys, preferences, the audit log, export and deletion of one's data."""
