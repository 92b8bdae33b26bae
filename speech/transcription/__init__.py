"""One way for transcripts: a file, a wish and a person in; segments out as they are found."""
