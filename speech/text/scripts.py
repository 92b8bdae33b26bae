"""Scripts that are written without spaces between words."""

# The inside of a character class of `regex`. The last three belong to several scripts at once.
UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}々〇ー"
