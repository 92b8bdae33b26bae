"""What a key may do. A signed-in person on the pages may do everything that is theirs."""

from typing import Any

from rest_framework.permissions import BasePermission

from accounts.models import Scope


class KeyHasScope(BasePermission):
    """A view names its scope in `required_scope`; one that names none needs `manage`."""

    code = "missing_scope"

    def has_permission(self, request: Any, view: Any) -> bool:
        if request.auth is None:
            return True
        scope = getattr(view, "required_scope", Scope.MANAGE)
        self.message = f"This API key lacks the scope “{scope}”. Make one that has it in Settings."
        return bool(request.auth.allows(scope))
