"""What a worker may look up on the way (学习、政策问答), and what somebody has read."""

import uuid

from django.db import models

from apps.accounts.models import Account
from apps.grids.models import Division
from apps.learning.enums import ArticleKind, Marked, Topic


class Article(models.Model):
    """Of the city for everybody, of a district for its own. Withdrawn, it stays and says nothing more.

    `body` is plain text: paragraphs between empty lines, `## ` before a heading, `- ` before a point of a list.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=ArticleKind.choices)
    topic = models.CharField(max_length=10, choices=Topic.choices)
    title = models.CharField(max_length=60)
    body = models.TextField()
    source = models.CharField(max_length=300, blank=True)
    published_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["division", "title"], name="article_once")]
        indexes = [models.Index(fields=["-published_on", "id"], name="article_newest")]

    def __str__(self) -> str:
        return self.title


class Mark(models.Model):
    """Set once, and the first time counts."""

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Marked.choices)
    subject = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind", "subject"], name="mark_once")]
        indexes = [models.Index(fields=["at"], name="mark_at")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind} {self.subject}"
