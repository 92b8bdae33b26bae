"""What candidates say. How alike two voices are depends on the words as much as on the voices.

English for every voice: who speaks is heard nearly the same in any language, and what is known of the stock
voices (`known.npz`) was heard in these words.
"""

LANGUAGE = "en-US"
# In turn, so that no blend wins by how it says one of them. Short, as nearly all of the time goes into them.
SEARCHED = (
    "The old boat waited by the grey wall.",
    "She bought five cheap shoes for Thomas.",
    "Nobody had heard the children laugh.",
    "Bring the yellow cup to my uncle.",
    "My brother moved to a house in the north.",
    "What you choose is always good enough.",
)
# Never heard by the search: what is told of a match is measured on these.
HELD_OUT = (
    "A young fox ran through our garden.",
    "Please measure how much juice is left.",
    "They sang together until the evening bell.",
)
