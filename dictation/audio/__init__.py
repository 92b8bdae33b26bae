"""What items sound like: made by jobs, once for all items that say the same in the same voice."""
