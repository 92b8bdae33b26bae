"""The Transcribe page, files as jobs, and `/api/transcriptions`."""
