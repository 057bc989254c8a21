"""Actors and their names."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response

from actors import services
from actors.access import get_actor
from actors.api import serializers
from actors.api.filters import ActorFilters
from actors.models import Actor, Alias, ReliabilityAssessment
from teams.access import require
from teams.api.serializers import VersionedInput
from teams.api.views import InTeam
from teams.roles import Permission


class ActorRows(InTeam, generics.GenericAPIView):
    tag = "actors"
    queryset = Actor.objects.all()
    serializer_class = serializers.ActorSerializer

    def get_queryset(self) -> QuerySet[Actor]:
        rows = Actor.objects.visible_to(self.request.user).filter(team=self.team)
        return rows.select_related("team").prefetch_related("aliases")

    def actor(self, permission: Permission, *, by_name: bool = False) -> Actor:
        user, pk = self.request.user, self.kwargs["pk"]
        return get_actor(user, self.kwargs["team"], pk, permission=permission, by_name=by_name)


class Actors(ActorRows, generics.ListAPIView):
    """Who can claim something in this team."""

    filterset_class = ActorFilters
    inputs = {"POST": serializers.ActorInput}
    makes = True
    summaries = {"GET": "List the actors", "POST": "Make an actor"}

    def post(self, request: Request, team: str) -> Response:
        require(request.user, Permission.CURATE_ACTOR, self.team)
        actor = services.create_actor(team=self.team, by=request.user, **self.given())
        return self.answer(actor, status.HTTP_201_CREATED)


class ActorDetail(ActorRows, generics.RetrieveAPIView):
    inputs = {"PATCH": serializers.ActorEdit}
    summaries = {"GET": "Read an actor", "PATCH": "Edit an actor"}

    def patch(self, request: Request, team: str, pk: int) -> Response:
        actor = self.actor(Permission.CURATE_ACTOR, by_name=True)
        given: dict[str, Any] = {
            name: getattr(actor, name) for name in ("name", "kind", "description")
        }
        services.edit_actor(actor=actor, by=request.user, **given | self.given())
        return self.answer(actor)


class ProtectActor(ActorRows):
    """Leads and the people named read the name, everybody else the public label."""

    inputs = {"POST": serializers.ProtectInput}
    summaries = {"POST": "Protect an actor's name"}

    def post(self, request: Request, team: str, pk: int) -> Response:
        actor = self.actor(Permission.PROTECT)
        services.protect_actor(actor=actor, by=request.user, **self.given())
        return self.answer(actor)


class UnprotectActor(ActorRows):
    """Let the whole team read the name again."""

    inputs = {"POST": VersionedInput}
    summaries = {"POST": "Lift the protection of a name"}

    def post(self, request: Request, team: str, pk: int) -> Response:
        actor = self.actor(Permission.PROTECT)
        services.unprotect_actor(actor=actor, by=request.user, **self.given())
        return self.answer(actor)


class AliasRows(InTeam, generics.GenericAPIView):
    tag = "actors"
    queryset = Alias.objects.all()
    serializer_class = serializers.AliasSerializer

    def get_queryset(self) -> QuerySet[Alias]:
        readable = Actor.objects.visible_to(self.request.user).filter(may_read_name=True)
        return Alias.objects.filter(actor__in=readable.filter(team=self.team))


class Aliases(AliasRows, generics.ListAPIView):
    """All names of an actor, those no longer used as well."""

    inputs = {"POST": serializers.AliasInput}
    makes = True
    summaries = {"GET": "List the aliases of an actor", "POST": "Give an actor another name"}

    def get_queryset(self) -> QuerySet[Alias]:
        return super().get_queryset().filter(actor=self.kwargs["pk"])

    def get(self, request: Request, team: str, pk: int) -> Response:
        get_actor(request.user, team, pk)
        return self.list(request)

    def post(self, request: Request, team: str, pk: int) -> Response:
        actor = get_actor(request.user, team, pk, permission=Permission.EDIT_ALIAS, by_name=True)
        alias = services.add_alias(actor=actor, by=request.user, **self.given())
        return self.answer(alias, status.HTTP_201_CREATED)


class RetireAlias(AliasRows):
    """Stop using an alias; it stays on record."""

    inputs = {"POST": VersionedInput}
    summaries = {"POST": "Retire an alias"}

    def post(self, request: Request, team: str, pk: int) -> Response:
        alias = get_object_or_404(self.get_queryset().select_related("actor__team"), pk=pk)
        require(request.user, Permission.EDIT_ALIAS, self.team)
        services.retire_alias(alias=alias, by=request.user, **self.given())
        return self.answer(alias)


class Assessments(InTeam, generics.ListAPIView):
    """The letters a source was given, by whom and why; `counts` marks the newest of a subject."""

    tag = "actors"
    queryset = ReliabilityAssessment.objects.all()
    serializer_class = serializers.AssessmentSerializer
    inputs = {"POST": serializers.AssessmentInput}
    makes = True
    summaries = {"GET": "List the assessments of an actor", "POST": "Assess a source"}

    def get_queryset(self) -> QuerySet[ReliabilityAssessment]:
        rows = ReliabilityAssessment.objects.visible_to(self.request.user)
        rows = rows.filter(actor__team=self.team, actor=self.kwargs["pk"])
        newest = ReliabilityAssessment.objects.newest().filter(pk=OuterRef("pk"))
        return rows.annotate(counts=Exists(newest))

    def get(self, request: Request, team: str, pk: int) -> Response:
        get_actor(request.user, team, pk)
        return self.list(request)

    def post(self, request: Request, team: str, pk: int) -> Response:
        actor = get_actor(request.user, team, pk, permission=Permission.ASSESS, by_name=True)
        row = services.assess(actor=actor, by=request.user, **self.given())
        return self.answer(row, status.HTTP_201_CREATED)
