"""What the review tells the apps below: who leaves, what waits, and which words it uses."""

from django.utils.translation import gettext_lazy as _

from claims import facets, holders
from claims import filters as claim_filters
from documents import registry as documents
from history import registry as history
from jobs import registry as work
from review import filters, searching
from review import vocabularies as words
from review.models import Comment
from review.rounds import holds_sealed_review
from review.selectors.news import count_of_news
from review.selectors.sight import sight_of_document
from review.selectors.work import count_of_work, holders_of
from review.services import checking
from review.services.access import release_unreadable
from review.services.leaving import hand_back
from review.services.watching import follow
from search import registry as search
from teams import registry

for name, each in filters.FILTERS.items():
    claim_filters.add_filter(name, each)
facets.add_facet(filters.holders)
facets.add_facet(filters.evidence)
registry.add_departure(hand_back)
registry.add_holder(holds_sealed_review)
documents.add_access_follower(release_unreadable)
documents.add_outlook(sight_of_document)
registry.add_counter("my_work", count_of_work)
registry.add_counter("news", count_of_news)
history.add_follower(follow)
work.register(checking.KIND, checking.run)
holders.register(holders_of)
search.add_source(search.Source(searching.COMMENT, 5, Comment, searching.comments))
search.add_group(
    search.Group(
        searching.COMMENT,
        _("Comments"),
        searching.readable_comments,
        lambda comments: {comment.pk: comment.text for comment in comments},
        "review/_found_comment.html",
        reads=("text",),
    )
)

VOCABULARIES = [
    (_("Question of evidence"), words.Axis),
    (_("Stance of evidence"), words.Stance),
    (_("Kind of evidence"), words.EvidenceKind),
    (_("What came of a reply"), words.ReplyOutcome),
    (_("Review"), words.Duty),
    (_("Decision"), words.DecisionKind),
    (_("Why a review does not stand"), words.ReturnKind),
]
for title, choices in VOCABULARIES:
    registry.add_vocabulary(title, choices, words.DEFINITIONS)
registry.add_vocabulary(_("Credibility of evidence"), words.Credibility, words.CREDIBILITY)
