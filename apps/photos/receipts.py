"""What the door found out about received bytes, signed: so no other door can claim a file it never showed."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.signing import BadSignature, Signer

from apps.core.refusal import invalid
from apps.photos.exif import Claim, Place
from apps.photos.imaging import Picture

SALT = "photos.receipt"


@dataclass(frozen=True)
class Receipt:
    uploader: str
    name: str
    sha256: str
    stored_sha256: str
    width: int
    height: int
    taken_at: str | None
    lon: float | None
    lat: float | None
    accuracy: float | None

    @property
    def claim(self) -> Claim:
        taken_at = datetime.fromisoformat(self.taken_at) if self.taken_at else None
        if self.lon is None or self.lat is None:
            return Claim(taken_at)
        return Claim(taken_at, Place(self.lon, self.lat, self.accuracy))


def receipt_for(picture: Picture, *, name: str, uploader: str) -> Receipt:
    claim, place = picture.claim, picture.claim.place
    return Receipt(
        uploader=uploader,
        name=name,
        sha256=picture.sha256,
        stored_sha256=picture.jpeg_sha256,
        width=picture.width,
        height=picture.height,
        taken_at=claim.taken_at.isoformat() if claim.taken_at else None,
        lon=place.lon if place else None,
        lat=place.lat if place else None,
        accuracy=place.accuracy if place else None,
    )


def sign(receipt: Receipt) -> str:
    return Signer(salt=SALT).sign_object(asdict(receipt))


def unsign(signed: str) -> Receipt:
    try:
        return Receipt(**Signer(salt=SALT).unsign_object(signed))
    except BadSignature as forged:
        raise invalid("receipt", "照片须通过上传接口提交") from forged
