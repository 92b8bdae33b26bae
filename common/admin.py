"""Django's admin without a way past the services."""

from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest


class DeletesThroughService(admin.ModelAdmin):
    """Deletion, of one row or of many, is the service's. What it would refuse is named on the page that asks
    whether one is sure, and then nothing is deleted: its "successfully deleted" is always true.
    """

    def refusal(self, row: Any) -> str:
        """Why this row can't be deleted now; empty where it can."""
        raise NotImplementedError

    def delete_by_service(self, row: Any) -> None:
        raise NotImplementedError

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        to_delete, counts, missing_permissions, protected = super().get_deleted_objects(objs, request)
        refusals = [f"{row}: {reason}" for row in objs if (reason := self.refusal(row))]
        return to_delete, counts, missing_permissions, [*protected, *refusals]

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        self.delete_by_service(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():  # one that is refused after all leaves the others
            for row in queryset:
                self.delete_by_service(row)
