"""Sockets, and HTTP too where one daphne serves everything."""

import os
from importlib import import_module

from channels.routing import ProtocolTypeRouter
from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
http = get_asgi_application()
# Only after Django is set up may anything of the apps be imported.
websocket = import_module("apps.realtime.urls").websocket
application = ProtocolTypeRouter({"http": http, "websocket": websocket})
import_module(settings.ROOT_URLCONF)
import_module("apps.realtime.tuning").settle()
# The two rooms do not know each other; here they are introduced.
import_module("apps.realtime.pokes").answered_by(import_module("apps.sync.pokes").versions)
