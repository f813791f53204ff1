"""What is told of articles."""

from typing import Any

from django.db.models import QuerySet

from apps.grids.enums import Level, Role
from apps.grids.reach import Reach
from apps.learning.enums import ArticleKind, Topic
from apps.learning.models import Article

WRITERS = (Role.SHIFT_LEAD, Role.LEADER, Role.ADMIN)


def articles() -> QuerySet[Article]:
    return Article.objects.select_related("division").defer("division__outline").order_by("-published_on", "id")


def facts(article: Article) -> dict[str, Any]:
    """Of one withdrawn nothing but that it is."""
    told: dict[str, Any] = {
        "id": str(article.pk),
        "withdrawn": article.withdrawn_at is not None,
        "version": article.version,
        "kind": article.kind,
        "kind_label": ArticleKind(article.kind).label,
        "topic": article.topic,
        "topic_label": Topic(article.topic).label,
        "division": {
            "id": article.division_id,
            "name": article.division.name,
            "level": Level(article.division.level),
        },
        "published_on": article.published_on,
    }
    words = {name: "" if article.withdrawn_at else getattr(article, name) for name in ("title", "body", "source")}
    return told | words


def writes_for(reach: Reach) -> list[int]:
    """The cities and districts somebody may write for."""
    levels = (Level.CITY, Level.DISTRICT)
    return sorted({post.at_id for post in reach.posts if post.role in WRITERS and post.level in levels})
