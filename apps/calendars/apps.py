from importlib import import_module

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "apps.calendars"

    def ready(self) -> None:
        import_module("apps.calendars.commands")
