"""Wiring: settings, addresses, the Celery app and the command that starts it all."""

from project.celery import app as celery_app

__all__ = ["celery_app"]
