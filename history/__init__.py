"""What was made: entries, retention and statistics."""
