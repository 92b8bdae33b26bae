"""Items out of what is there already: a text, something spoken, something transcribed."""
