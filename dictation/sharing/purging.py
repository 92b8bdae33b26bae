"""What was deleted and not brought back goes for good."""

from django.db import transaction
from django.utils import timezone

from common.undo import UNDO_WITHIN
from dictation.models import ItemList, PracticeGroup


def purge_discarded() -> int:
    """How many lists and groups went."""
    return sum(_purge(model) for model in (ItemList, PracticeGroup))


def _purge(model: type[ItemList] | type[PracticeGroup]) -> int:
    late = model.objects.filter(deleted_at__lt=timezone.now() - UNDO_WITHIN)
    with transaction.atomic():
        count = late.count()
        late.delete()
    return count
