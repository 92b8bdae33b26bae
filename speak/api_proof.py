"""`POST /api/history/{id}/proof`: what was spoken is listened to beside its text."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from history.access import entry_for
from jobs.accepted import LOCATION, accepted
from jobs.serializers import JobSerializer
from jobs.services import WAIT_MAX_SECONDS, wait_for
from speak.proof_listening import REDO_MOST, start_proof
from speech.fields import NumberField, WholeNumberField
from speech.wish_serializer import StrictSerializer


class ProofRequestSerializer(StrictSerializer):
    redo = WholeNumberField(
        min_value=0,
        max_value=REDO_MOST,
        default=0,
        help_text="How often doubtful passages are made again; the best is kept as a new take",
    )
    wait = NumberField(
        min_value=0, max_value=WAIT_MAX_SECONDS, default=0.0, help_text="Seconds to wait for the end of it"
    )


class ProofListening(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="history_proof",
        request=ProofRequestSerializer,
        responses={202: JobSerializer},
        parameters=[LOCATION],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Listen to it with the site's own recogniser, as a job.

        What it finds is then in the entry: `proof_state`, and `proof` with the words that differ. Entries in
        doubt are listed by `/api/history?proof=doubtful`. One that is being listened to answers with its job.
        """
        entry = entry_for(request.user, pk)
        serializer = ProofRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        asked = serializer.validated_data
        job = start_proof(user=person(request), entry=entry, redo=asked["redo"])
        return accepted(wait_for(job, asked["wait"]))
