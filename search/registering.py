"""What search tells the apps below: that it follows the history."""

from django.core import checks

from history import registry as history
from search import indexing
from search.checks import index_is_whole

history.add_follower(indexing.follow)
checks.register(index_is_whole, checks.Tags.database, deploy=True)
