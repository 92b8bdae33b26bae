"""Who says what, one turn after the other, and the one sound it becomes."""
