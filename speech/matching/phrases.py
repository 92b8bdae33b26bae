"""What candidates say. All say the same: how alike two voices are depends on the words, too.

English for every voice: who speaks is heard nearly the same in any language, and what is known of the stock
voices (`stock.npz`) holds for these words alone.
"""

LANGUAGE = "en-US"
# Short, as half of the time goes into them; between them they have most of English's sounds.
SEARCHED = (
    "The old boat waited by the grey wall.",
    "She bought five cheap shoes for Thomas.",
)
# For the few that come to the end, so that nobody wins by how it says those two.
CONFIRMED = (
    "Nobody had heard the children laugh.",
    "Bring the yellow cup to my uncle.",
)
# Never heard by the search: what is told of a match is measured on these.
HELD_OUT = (
    "A young fox ran through our garden.",
    "Please measure how much juice is left.",
    "They sang together until the evening bell.",
)
