"""`/v1/realtime?intent=transcription`: a WebSocket that takes sound and sends what is said."""
