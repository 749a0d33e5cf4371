from django.apps import AppConfig
from django.utils.module_loading import import_string


class ConfigConfig(AppConfig):
    name = "heed.config"

    def ready(self) -> None:
        """Tell the job runner which task runs after which event."""
        import_string("heed.config.subscriptions.register")()
