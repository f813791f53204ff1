from importlib import import_module

from django.apps import AppConfig


class CommandsConfig(AppConfig):
    name = "apps.commands"

    def ready(self) -> None:
        import_module("apps.commands.commands")
