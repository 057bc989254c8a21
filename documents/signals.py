"""What documents tell the apps above."""

from django.dispatch import Signal

# Sent inside the transaction that stored a new version, with `version` and `by`.
version_ready = Signal()
