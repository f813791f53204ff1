"""People who sign in, the devices they are signed in on, and the keys of programs that read for them."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q


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


class AccessKey(models.Model):
    """What a program such as QGIS signs in with, to read as its owner; the secret itself is nowhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="keys")
    name = models.CharField(max_length=60)
    user = models.CharField(max_length=20, unique=True)
    digest = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="access_key_expires")]

    def __str__(self) -> str:
        return self.name
