"""A few sentences to begin with, in the languages that are spoken here."""

from typing import Any

from dictation.items.services import ItemDraft, create_items
from dictation.models import Item

TAG = "example"
SENTENCES = (
    ("en-GB", "Good morning."),
    ("en-GB", "The train leaves at seven."),
    ("en-GB", "I would like a cup of tea, please."),
    ("en-GB", "She has been living by the sea for almost ten years."),
    ("en-GB", "If it doesn't rain tomorrow, we could walk along the river to the old mill."),
    ("de", "Guten Tag, wie geht es Ihnen?"),
    ("de", "Der Zug nach München hat heute zwanzig Minuten Verspätung."),
    ("fr-FR", "Bonjour, je voudrais un café."),
    ("fr-FR", "Nous avons passé l'été chez mes grands-parents à la campagne."),
    ("es", "¿Dónde está la estación?"),
    ("es", "Mañana vamos a la playa con nuestros amigos."),
    ("it", "Vorrei un biglietto per Roma."),
    ("cmn", "今天天气很好。"),
)


def add_examples(*, user: Any) -> int:
    """How many were added. What was added before is not added again; a language that nobody speaks here is
    left out."""
    known = set(Item.objects.for_user(user).filter(deleted_at=None).values_list("text", flat=True))
    drafts = [
        ItemDraft(locale=locale, text=text, tags=[TAG]) for locale, text in SENTENCES if text not in known
    ]
    made = create_items(user=user, drafts=drafts)
    return sum(isinstance(each, Item) for each in made)
