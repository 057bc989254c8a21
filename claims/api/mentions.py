"""Mentions, and the steps on them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import generics, status
from rest_framework import serializers as rest
from rest_framework.request import Request
from rest_framework.response import Response

from actors.models import Actor
from claims import services
from claims.access import get_link, get_mention
from claims.api import serializers
from claims.api.filters import MentionFilters, PlaceFilters
from claims.models import ClaimMention, Mention
from claims.vocabularies import LinkState
from documents.access import get_document
from teams.access import require
from teams.api.serializers import VersionedInput
from teams.api.views import InTeam
from teams.roles import Permission


class MentionRows(InTeam, generics.GenericAPIView):
    tag = "mentions"
    queryset = Mention.objects.all()
    serializer_class = serializers.MentionSerializer

    def get_queryset(self) -> QuerySet[Mention]:
        user = self.request.user
        actors = Actor.objects.readable_by(user)
        links = ClaimMention.objects.visible_to(user).filter(state=LinkState.CONFIRMED)
        mentions = Mention.objects.visible_to(user).filter(team=self.team)
        return mentions.select_related(
            "team", "version", "run", "made_by", "curated_by"
        ).prefetch_related(
            Prefetch("speakers__actor", actors),
            Prefetch("hops__actor", actors),
            Prefetch("claim_mentions", links.select_related("claim"), to_attr="links"),
        )

    def mention(self) -> Mention:
        user, pk = self.request.user, self.kwargs["pk"]
        return get_mention(user, self.kwargs["team"], pk, permission=Permission.TRIAGE)


class Mentions(MentionRows, generics.ListAPIView):
    """Places where something is claimed, of all documents or of one."""

    filterset_class = MentionFilters
    inputs = {"POST": serializers.MentionInput}
    makes = True
    summaries = {"GET": "List the mentions", "POST": "Propose a mention that no engine found"}

    def post(self, request: Request, team: str) -> Response:
        require(request.user, Permission.TRIAGE, self.team)
        given = self.given()
        versions, number = given.pop("document").versions.all(), given.pop("version", None)
        version = get_object_or_404(versions, number=number) if number else versions.last()
        mention = services.add_mention(version=version, by=request.user, **given)
        return self.answer(mention, status.HTTP_201_CREATED)


class MentionDetail(MentionRows, generics.RetrieveAPIView):
    inputs = {"PATCH": serializers.MentionEdit}
    summaries = {"GET": "Read a mention", "PATCH": "Correct a mention's spans, codes or dates"}

    def patch(self, request: Request, team: str, pk: int) -> Response:
        mention, changes = self.mention(), self.given()
        services.edit_mention(
            mention=mention,
            by=request.user,
            row_version=changes.pop("row_version"),
            changes=changes,
        )
        return self.answer(mention)


def split(*, parts: list[dict[str, Any]], **given: Any) -> None:
    pairs = [(part["statement"], part["spans"]) for part in parts]
    services.split_mention(parts=pairs, **given)


@dataclass(frozen=True)
class Step:
    """What can be done with a mention by one POST; takes: what its body holds."""

    service: Callable[..., Any]
    summary: str
    takes: type[rest.Serializer] = VersionedInput


STEPS = {
    "accept": Step(services.accept_mention, "Make a claim of it", serializers.AcceptInput),
    "attach": Step(
        services.attach_mention, "Attach it to a claim that is here", serializers.AttachInput
    ),
    "split": Step(split, "Make several claims of it", serializers.SplitInput),
    "reject": Step(services.reject_mention, "Reject it, with a reason", serializers.RejectInput),
    "set-aside": Step(services.set_aside_mention, "Leave it unlooked at"),
    "undo": Step(services.undo_mention, "Put it back to proposed"),
    "speakers": Step(
        services.set_mention_speakers, "Say who speaks in it", serializers.SpeakersInput
    ),
}


class MentionStep(MentionRows):
    """One step on a mention; answers with the mention and its claims."""

    step: Step = None

    @property
    def inputs(self) -> dict[str, Any]:
        return {"POST": self.step.takes}

    @property
    def summaries(self) -> dict[str, str]:
        return {"POST": self.step.summary}

    def post(self, request: Request, team: str, pk: int) -> Response:
        mention = self.mention()
        self.step.service(mention=mention, by=request.user, **self.given())
        return self.answer(mention)


class SetAsideRest(InTeam, generics.GenericAPIView):
    """Whatever of the document is still proposed, as one action."""

    tag = "mentions"
    queryset = Mention.objects.all()
    serializer_class = serializers.SetAsideSerializer
    summaries = {"POST": "Set the rest of a document aside"}

    def post(self, request: Request, team: str, pk: int) -> Response:
        document = get_document(request.user, team, pk, permission=Permission.TRIAGE)
        aside = services.set_aside_rest(document=document, by=request.user)
        action = aside.action if aside.count else None
        return Response(self.get_serializer({"count": aside.count, "action": action}).data)


class UndoSetAsideRest(InTeam, generics.GenericAPIView):
    """Put back what one such action set aside and nobody has touched since."""

    tag = "mentions"
    queryset = Mention.objects.all()
    serializer_class = serializers.UndoneSerializer
    inputs = {"POST": serializers.UndoRestInput}
    summaries = {"POST": "Take the setting aside back"}

    def post(self, request: Request, team: str, pk: int) -> Response:
        document = get_document(request.user, team, pk, permission=Permission.TRIAGE)
        count = services.undo_set_aside_rest(document=document, by=request.user, **self.given())
        return Response(self.get_serializer({"count": count}).data)


class PlaceRows(InTeam, generics.GenericAPIView):
    tag = "mentions"
    queryset = ClaimMention.objects.all()
    serializer_class = serializers.PlaceSerializer

    def get_queryset(self) -> QuerySet[ClaimMention]:
        links = ClaimMention.objects.visible_to(self.request.user).filter(claim__team=self.team)
        return links.select_related("mention", "by")


class Places(PlaceRows, generics.ListAPIView):
    """Which mention carries which claim."""

    filterset_class = PlaceFilters
    summaries = {"GET": "List the links of mentions and claims"}


class JudgePlace(PlaceRows):
    """Say that a mention carries a claim, or that it does not."""

    inputs = {"POST": serializers.JudgeLinkInput}
    summaries = {"POST": "Confirm or refuse a link"}

    def post(self, request: Request, team: str, pk: int) -> Response:
        link = get_link(request.user, team, pk, permission=Permission.TRIAGE)
        given = self.given()
        state, why = given.pop("state"), given.pop("why")
        if state == LinkState.CONFIRMED:
            services.confirm_link(link=link, by=request.user, **given)
        else:
            services.refuse_link(link=link, by=request.user, why=why, **given)
        return self.answer(link)
