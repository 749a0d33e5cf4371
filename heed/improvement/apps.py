from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "heed.improvement"
