from channels.routing import URLRouter
from django.urls import path, re_path

from apps.realtime.consumers import socket
from apps.realtime.pressure import Message, Send
from apps.realtime.views import NewestNotices


async def nowhere(scope: object, receive: object, send: Send) -> None:
    refused: Message = {"type": "websocket.close"}
    await send(refused)


# Django's stubs know views only; Channels' router takes ASGI applications.
websocket = URLRouter([path("ws/", socket), re_path("", nowhere)])  # type: ignore[arg-type]

urlpatterns = [path("notices/", NewestNotices.as_view())]
