"""People who sign in, and the devices they are signed in on."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(phone=username)


class Account(AbstractBaseUser):
    phone = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    # Until it is changed a password somebody else knows opens nothing but the door to change it.
    must_change = models.BooleanField(default=False)

    USERNAME_FIELD = "phone"
    objects = AccountManager()

    def __str__(self) -> str:
        return self.name


class Device(models.Model):
    """One signed-in browser; ending it ends its session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="devices")
    session_key = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=120)
    since_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.label
