"""Items, attempts, tags, scoring and the practice pages."""
