"""The Celery application: worker and beat."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("grid")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
