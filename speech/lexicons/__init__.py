"""Personal lexicons: words of a person's own, and how they are said."""
