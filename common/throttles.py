"""Requests per person, per key and per address. A refused request is told when to come back."""

from typing import Any

from rest_framework.throttling import SimpleRateThrottle


class PersonThrottle(SimpleRateThrottle):
    scope = "person"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        return f"throttle:person:{request.user.pk}" if request.user.is_authenticated else None


class KeyThrottle(SimpleRateThrottle):
    scope = "key"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        return f"throttle:key:{request.auth.pk}" if request.auth else None


class AnonymousThrottle(SimpleRateThrottle):
    scope = "anonymous"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        return None if request.user.is_authenticated else f"throttle:address:{self.get_ident(request)}"


class GuessThrottle(AnonymousThrottle):
    """Wrong keys per address; asked by hand, since the framework throttles only whom it knows."""

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"throttle:guess:{self.get_ident(request)}"

    def refuses(self, request: Any) -> bool:
        return not self.allow_request(request, None)  # type: ignore[arg-type]  # no view: it reads none
