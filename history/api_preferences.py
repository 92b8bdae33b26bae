"""`/api/history/preferences`: what a person wants kept, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from history.limits import limits_within, site_limits
from history.models import HistoryPreferences
from history.preference_serializers import PreferenceChangesSerializer, PreferencesSerializer
from history.preferences import FIELDS, change_preferences, preferences_of


class Preferences(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="history_preferences", responses=PreferencesSerializer)
    def get(self, request: Request) -> Response:
        return Response(_shown(preferences_of(request.user)))

    @extend_schema(
        operation_id="history_preferences_update",
        request=PreferenceChangesSerializer,
        responses=PreferencesSerializer,
    )
    def patch(self, request: Request) -> Response:
        """Limits hold for what is there, too: what is beyond them is removed soon, the oldest first.

        Favourites are never removed, nor what is kept in the Library.
        """
        serializer = PreferenceChangesSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response(_shown(change_preferences(user=request.user, **serializer.validated_data)))


def _shown(preferences: HistoryPreferences) -> Any:
    site = site_limits()
    return PreferencesSerializer(
        {
            **{name: getattr(preferences, name) for name in FIELDS},
            "site": site,
            "effective": limits_within(preferences, site),
            "updated_at": preferences.updated_at,
        }
    ).data
