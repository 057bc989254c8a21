"""Why the search writes no history."""

from history.registry import leave_out
from search.models import Entry, SavedView, ViewReader

leave_out(Entry, "an index, made anew from the rows by `manage.py rebuild_search`")
leave_out(SavedView, "filters that somebody kept: an address under a name")
leave_out(ViewReader, "when somebody last looked at a view")
