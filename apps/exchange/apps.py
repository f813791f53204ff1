from importlib import import_module

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "apps.exchange"

    def ready(self) -> None:
        import_module("apps.exchange.commands")
