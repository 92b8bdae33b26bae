"""What a key may do. A signed-in person on the pages may do everything that is theirs."""

from typing import Any

from rest_framework.permissions import BasePermission

from accounts.models import Scope


class KeyHasScope(BasePermission):
    """A view names its scope in `required_scope`, or some of which one is enough; else it needs `manage`."""

    code = "missing_scope"

    def has_permission(self, request: Any, view: Any) -> bool:
        if request.auth is None:
            return True
        named = getattr(view, "required_scope", Scope.MANAGE)
        scopes = [named] if isinstance(named, str) else named
        wanted = " or ".join(f"“{scope}”" for scope in scopes)
        self.message = f"This API key lacks the scope {wanted}. Make one that has it in Settings."
        return any(request.auth.allows(scope) for scope in scopes)
