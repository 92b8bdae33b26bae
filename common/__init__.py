"""What every app stands on: ownership, errors, the manners of the API, streaming."""
