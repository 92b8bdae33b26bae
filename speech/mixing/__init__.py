"""Several sounds on one timeline into one, block by block, in memory that does not grow with their length."""
