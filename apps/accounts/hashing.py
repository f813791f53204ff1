"""What a password costs to check."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class CityArgon2(Argon2PasswordHasher):
    """OWASP's first choice for Argon2id. Django's own takes 100 MiB and ten times as long, and at eight in the morning
    eleven thousand people sign in (docs/decisions/0066-log-on.md). An older hash is
    known by its own figures.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
