"""`/api/profiles/{id}/match`: the blend of Kokoro's voices nearest to a profile's samples."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jobs.accepted import LOCATION, accepted
from jobs.serializers import JobSerializer
from profiles.access import profile_for
from profiles.matching import services
from profiles.matching.serializers import MatchRequestSerializer
from profiles.serializers import ProfileSerializer


class Match(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="profiles_match",
        request=MatchRequestSerializer,
        parameters=[LOCATION],
        responses={202: JobSerializer},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Look for the blend that sounds most like the samples in use; one search at a time for a profile.

        The job's result is what the profile then has as `match`: `blend`, `nearest`, `similarity_before` and
        `similarity_after` (on phrases that the search never heard), `ranking`, `seconds`. It changes nothing
        else: `match/apply` does. It is a likeness made by mixing voices, not a clone of the person.
        """
        profile = profile_for(request.user, pk)
        serializer = MatchRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return accepted(services.start_match(profile=profile, **serializer.validated_data))


class ApplyMatch(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="profiles_apply_match", request=None, responses=ProfileSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Speak with what was found: sets `backend`, `voice` and `blend`."""
        profile = services.use_match(profile=profile_for(request.user, pk))
        body = ProfileSerializer(profile_for(request.user, profile.pk)).data
        return Response(body, status=status.HTTP_200_OK)
