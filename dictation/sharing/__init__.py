"""Items in lists, lists shared with groups, and both as files to keep and to give away."""
