from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class WhateverWasAsked(DefaultContentNegotiation):
    """A door that answers in one form answers so whatever it is asked to: better read than refused (RFC 9110 §12.4.1).

    A map or an image element names only what it hopes for, and still has to be told why it does not get it.
    """

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        only, *others = renderers
        if not others:
            return only, only.media_type
        chosen: tuple[Any, Any] = super().select_renderer(request, [only, *others], format_suffix)
        return chosen
