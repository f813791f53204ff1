"""A photo as the doors tell it."""

from typing import Any

from apps.photos.models import Photo


def row_of(photo: Photo) -> dict[str, Any]:
    place = photo.taken_place
    return {
        "id": str(photo.pk),
        "width": photo.width,
        "height": photo.height,
        "taken_at": photo.taken_at.isoformat() if photo.taken_at else None,
        "lon": place.x if place else None,
        "lat": place.y if place else None,
        "accuracy": photo.accuracy,
        "thumb": address(photo, "thumb"),
    }


def address(photo: Photo, size: str) -> str:
    """The events app answers here: it knows who may see the matter."""
    return f"/api/photos/{photo.pk}/{size}/"
