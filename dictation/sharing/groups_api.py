"""`/api/dictation/groups`: those one teaches and those one is in, for programs."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from common.parsers import JSONParser
from dictation import paging
from dictation.models import PracticeGroup
from dictation.sharing import groups, joining
from dictation.sharing.access import (
    discarded_group_for,
    group_for,
    list_for,
    member_for,
    membership_for,
    seen_group_for,
)
from dictation.sharing.api import sent
from dictation.sharing.queries import groups_seen_by, lists_in, members_of
from dictation.sharing.scores import board_of
from dictation.sharing.serializers import (
    DictationAgreementSerializer,
    DictationBoardSerializer,
    DictationGroupPageSerializer,
    DictationGroupSerializer,
    DictationJoinSerializer,
    DictationListPageSerializer,
    DictationListSerializer,
    DictationMembershipPageSerializer,
    DictationMembershipSerializer,
    DictationNameSerializer,
)

GONE = status.HTTP_204_NO_CONTENT


class Groups(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="dictation_groups_list",
        parameters=paging.PARAMETERS,
        responses=DictationGroupPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """That you teach or are a member of, by name."""
        user = request.user
        found = groups_seen_by(user)
        return Response(paging.paged(found, request.query_params, DictationGroupSerializer, user=user))

    @extend_schema(
        operation_id="dictation_groups_create",
        request=DictationNameSerializer,
        responses={201: DictationGroupSerializer},
    )
    def post(self, request: Request) -> Response:
        """You are its teacher. Whoever has its `code` may join."""
        given = sent(DictationNameSerializer(data=request.data))
        made = groups.create_group(owner=person(request), **given)
        return _answer(request, made, status=status.HTTP_201_CREATED)


class OneGroup(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(operation_id="dictation_groups_retrieve", responses=DictationGroupSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return _answer(request, seen_group_for(request.user, pk))

    @extend_schema(
        operation_id="dictation_groups_rename",
        request=DictationNameSerializer,
        responses=DictationGroupSerializer,
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        group = group_for(request.user, pk)
        groups.rename_group(group=group, **sent(DictationNameSerializer(data=request.data)))
        return _answer(request, group)

    @extend_schema(
        operation_id="dictation_groups_delete",
        responses={204: OpenApiResponse(description="Gone; lists and attempts stay")},
    )
    def delete(self, request: Request, pk: UUID) -> Response:
        """For a minute it can be restored, with its members."""
        groups.discard_group(group=group_for(request.user, pk))
        return Response(status=GONE)


class RestoreGroup(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="dictation_groups_restore", request=None, responses=DictationGroupSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Undo its deletion, within a minute."""
        group = discarded_group_for(request.user, pk)
        groups.restore_group(group=group)
        return _answer(request, group)


class GroupCode(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="dictation_groups_renew_code", request=None, responses=DictationGroupSerializer
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """A new one: nobody joins with the old one any more."""
        group = group_for(request.user, pk)
        groups.renew_code(group=group)
        return _answer(request, group)


class JoinGroup(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="dictation_groups_join",
        request=DictationJoinSerializer,
        responses=DictationMembershipSerializer,
    )
    def post(self, request: Request) -> Response:
        """Twice is once; the second time says anew whether scores are shown."""
        given = {"shows_scores": False, **sent(DictationJoinSerializer(data=request.data))}
        membership = joining.join(user=person(request), **given)
        return Response(DictationMembershipSerializer(membership).data)


class OwnMembership(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(operation_id="dictation_groups_membership", responses=DictationMembershipSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(DictationMembershipSerializer(membership_for(request.user, pk)).data)

    @extend_schema(
        operation_id="dictation_groups_agree",
        request=DictationAgreementSerializer,
        responses=DictationMembershipSerializer,
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """Whether the teacher sees your scores of the group's lists."""
        membership = membership_for(request.user, pk)
        joining.agree(membership=membership, **sent(DictationAgreementSerializer(data=request.data)))
        return Response(DictationMembershipSerializer(membership).data)

    @extend_schema(
        operation_id="dictation_groups_leave", responses={204: OpenApiResponse(description="Left")}
    )
    def delete(self, request: Request, pk: UUID) -> Response:
        joining.leave(membership=membership_for(request.user, pk))
        return Response(status=GONE)


class Members(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="dictation_groups_members",
        parameters=paging.PARAMETERS,
        responses=DictationMembershipPageSerializer,
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """For its teacher."""
        user = request.user
        found = members_of(group_for(user, pk))
        return Response(paging.paged(found, request.query_params, DictationMembershipSerializer, user=user))


class OneMember(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="dictation_groups_remove_member",
        responses={204: OpenApiResponse(description="No member any more")},
    )
    def delete(self, request: Request, pk: UUID, membership_id: UUID) -> Response:
        groups.remove_member(membership=member_for(group_for(request.user, pk), membership_id))
        return Response(status=GONE)


class GroupLists(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="dictation_groups_lists",
        parameters=paging.PARAMETERS,
        responses=DictationListPageSerializer,
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """That its people may practise."""
        user = request.user
        found = lists_in(seen_group_for(user, pk))
        return Response(paging.paged(found, request.query_params, DictationListSerializer, user=user))


class OneGroupList(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="dictation_groups_share", request=None, responses={204: None})
    def put(self, request: Request, pk: UUID, list_id: UUID) -> Response:
        """A list of your own, to be practised by the group."""
        group = group_for(request.user, pk)
        groups.share_list(group=group, item_list=list_for(request.user, list_id))
        return Response(status=GONE)

    @extend_schema(operation_id="dictation_groups_unshare", responses={204: None})
    def delete(self, request: Request, pk: UUID, list_id: UUID) -> Response:
        group = group_for(request.user, pk)
        groups.stop_sharing(group=group, item_list=list_for(request.user, list_id))
        return Response(status=GONE)


class Scores(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="dictation_groups_scores", responses=DictationBoardSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """For its teacher: of members who agreed, and of its lists alone."""
        return Response(DictationBoardSerializer(board_of(group_for(request.user, pk))).data)


def _answer(request: Request, group: PracticeGroup, **kwargs: Any) -> Response:
    fresh = seen_group_for(request.user, group.pk)
    return Response(DictationGroupSerializer(fresh, context={"user": request.user}).data, **kwargs)
