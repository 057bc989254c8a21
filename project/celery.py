"""The Celery app. Tasks live in each app's `tasks.py`; worker hooks in `project/worker.py`."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

# Of kombu's folder transport a reader dies that comes while a message is being written.
TRANSPORT_ALIASES["filesystem"] = "project.folder_broker:Transport"

app = Celery("project")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
