"""Django's admin without a way past the services."""

from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest


class OnlyToLookAt(admin.ModelAdmin):
    """For rows that come and go with others: no permission is needed to have them go along."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


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
        go_along = {
            model._meta.verbose_name
            for model, shown in self.admin_site._registry.items()
            if isinstance(shown, OnlyToLookAt)
        }
        return to_delete, counts, missing_permissions - go_along, [*protected, *refusals]

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        self.delete_by_service(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():  # one that is refused after all leaves the others
            for row in queryset:
                self.delete_by_service(row)
