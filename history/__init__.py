"""What was made: one row for everything spoken or heard, whichever door it came through."""
