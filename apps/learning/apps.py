from importlib import import_module

from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "apps.learning"

    def ready(self) -> None:
        import_module("apps.learning.commands")
