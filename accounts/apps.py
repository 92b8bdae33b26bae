from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        # Imported for what importing does: the audit log hears of sign-ins, the schema of keys.
        from accounts import schema, signals  # noqa: F401
