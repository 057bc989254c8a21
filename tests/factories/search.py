"""The index of what factories made: they write rows past the services, which history follows."""

from search import indexing, registry


def index_all():
    for source in registry.sources():
        indexing.fill(source, everything=True)
