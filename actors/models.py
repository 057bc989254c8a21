"""Who can claim something, and under which names."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors import registry
from actors.vocabularies import ActorKind, Reliability
from common import triggers
from common.constraints import known_values
from common.models import AppendOnly, AppendOnlyQuerySet, RecordedQuerySet, Versioned
from teams.models import Team
from teams.querysets import Has, in_led_teams, in_teams_of

if TYPE_CHECKING:
    from teams.models import User


class ActorQuerySet(RecordedQuerySet):
    def visible_to(self, user: "User") -> Self:
        """Actors of the person's teams, each knowing whether the person may read its name.

        Without the unnamed sources of documents that the person may not see.
        """
        build = registry.visible_documents()
        seen = Q(document_id=None) | Q(Has("document_id", build, user)) if build else Q()
        return self.filter(seen, in_teams_of(user)).readable_by(user)

    def named_to(self, user: "User") -> Self:
        """Those of `visible_to` whose names the person may read."""
        return self.visible_to(user).filter(Q(may_read_name=True))

    def readable_by(self, user: "User") -> Self:
        """Annotate `may_read_name`: always, but for protected actors only leads and readers."""
        named = Actor.readers.through.objects.filter(actor_id=OuterRef("pk"), user_id=user.pk)
        return self.annotate(
            may_read_name=Case(
                When(Q(is_protected=False) | Q(in_led_teams(user)), then=Value(True)),
                default=Exists(named),
            )
        )


class Actor(Versioned):
    """Somebody who can claim something.

    An unnamed source belongs to one document until a person says that two are the same:
    `document_id` then names it (an id only, because documents are built on actors).
    """

    # Only on rows of `visible_to` and `readable_by`.
    may_read_name: bool

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="actors")
    kind = models.CharField(_("kind"), max_length=12, choices=ActorKind)
    name = models.CharField(_("name"), max_length=200)
    # `actors.names.fold` of the name: what is compared, searched and sorted by.
    folded = models.CharField(max_length=200, editable=False)
    description = models.CharField(_("description"), max_length=500, blank=True)
    is_protected = models.BooleanField(
        _("protected"),
        default=False,
        help_text=_("Only leads and the people named here read the name and the aliases."),
    )
    public_label = models.CharField(
        _("public label"),
        max_length=200,
        blank=True,
        help_text=_("What everybody else reads, such as “a resident of the Lower Quay”."),
    )
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("who may read it")
    )
    document_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects = ActorQuerySet.as_manager()

    class Meta:
        verbose_name = _("actor")
        verbose_name_plural = _("actors")
        constraints = [
            known_values("kind", ActorKind, name="actor_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="actor_named"),
            models.CheckConstraint(
                condition=Q(is_protected=False) | ~Q(public_label=""),
                name="actor_protected_has_label",
            ),
            models.CheckConstraint(
                condition=Q(document_id=None) | Q(kind=ActorKind.UNNAMED),
                name="actor_of_document_unnamed",
            ),
        ]
        indexes = [models.Index(fields=["team", "folded"], name="actor_by_name")]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name for whom the queryset was made; the public label where nobody was named."""
        if not self.is_protected or getattr(self, "may_read_name", False):
            return self.name
        return self.public_label

    def is_identified(self) -> bool:
        return self.kind != ActorKind.UNNAMED

    def get_absolute_url(self) -> str:
        return reverse("actors:detail", args=[self.team.slug, self.pk])


class Alias(Versioned):
    """Another name of an actor. Not unique: one that fits two actors resolves to neither."""

    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=10, blank=True)
    # As in Actor.
    folded = models.CharField(max_length=200, editable=False, db_index=True)
    is_retired = models.BooleanField(_("no longer used"), default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="alias_named"),
            models.UniqueConstraint(fields=["actor", "folded"], name="alias_once_per_actor"),
        ]

    def __str__(self) -> str:
        return self.name


class AssessmentQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: "User") -> Self:
        """Those of actors whose names the person may read: reasons tell who somebody is."""
        return self.filter(actor__in=Actor.objects.named_to(user))

    def newest(self) -> Self:
        """Those that count: of each actor and subject the last one."""
        later = self.model.objects.filter(
            actor=OuterRef("actor"), folded=OuterRef("folded"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later))


class ReliabilityAssessment(AppendOnly):
    """A letter that somebody gave an actor as a source, on a subject if need be, with the reason.

    Never edited; the newest of a subject counts. A reader without one sees "not assessed".
    """

    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="assessments")
    letter = models.CharField(_("letter"), max_length=1, choices=Reliability)
    subject = models.CharField(_("subject"), max_length=100, blank=True)
    # `actors.names.fold` of the subject: what makes two subjects the same.
    folded = models.CharField(max_length=100, blank=True, editable=False)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("reliability assessment")
        verbose_name_plural = _("reliability assessments")
        ordering = ["-pk"]
        constraints = [
            known_values("letter", Reliability, name="assessment_letter_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="assessment_gives_reason"),
            models.CheckConstraint(
                condition=Q(subject="", folded="") | (~Q(subject="") & ~Q(folded="")),
                name="assessment_subject_folded",
            ),
        ]
        indexes = [models.Index(fields=["actor", "folded", "id"], name="assessment_of_actor")]

    def __str__(self) -> str:
        return f"{self.letter} ({self.subject})" if self.subject else self.letter


triggers.append_only("actors_reliabilityassessment")
