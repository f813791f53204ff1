"""A voice note comes in: judged, stored, written down; kept and swept like a photo."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError

from apps.commands.perform import Outcome, perform
from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.journal.actions import Subject, write
from apps.photos import imaging, sound, storage
from apps.photos.models import Voice

SALT = "photos.heard"


@dataclass(frozen=True)
class Heard:
    """What the door found out about received bytes, signed: so no other door can claim a file it never showed."""

    account: int
    name: str
    sha256: str
    type: str
    seconds: float

    def signed(self) -> str:
        return Signer(salt=SALT).sign_object(asdict(self))


def unsign(signed: str) -> Heard:
    try:
        return Heard(**Signer(salt=SALT).unsign_object(signed))
    except BadSignature as forged:
        raise invalid("receipt", "语音须通过上传接口提交") from forged


def take_in(received: bytes, voice_id: UUID, *, account: int, call: Call) -> Outcome:
    """The same bytes from the same account are the same note, under the id they were given first."""
    digest = imaging.sha256(received)
    known = _known(account, digest)
    if known:
        return known
    heard = sound.read(received)
    name = storage.keep(received, at=call.at, ending=sound.TYPES[heard.type][1])
    receipt = Heard(account, name, digest, heard.type, round(heard.seconds, 1))
    outcome = perform("photos.add_voice", voice_id, {"receipt": receipt.signed()}, call=call)
    if not Voice.objects.filter(file=name).exists():
        storage.remove([name])
    return outcome if outcome.applied else _known(account, digest) or outcome


def _known(account: int, digest: str) -> Outcome | None:
    voice = Voice.objects.filter(uploaded_by=account, sha256=digest).first()
    return Outcome("applied", answer={"id": str(voice.pk)}) if voice else None


def add_voice(voice_id: UUID | None, *, call: Call, receipt: Heard) -> dict[str, Any]:
    if receipt.account != call.actor.id:
        raise Refusal(RefusalCode.NOT_YOURS, "这段语音不是您上传的")
    told = {"at": call.at, "type": receipt.type, "seconds": receipt.seconds, "file": receipt.name}
    try:
        voice, made = Voice.objects.get_or_create(
            uploaded_by_id=receipt.account, sha256=receipt.sha256, defaults={"id": voice_id or uuid4(), **told}
        )
    except IntegrityError as taken:
        raise Refusal(RefusalCode.CONFLICT, "这个语音编号已被另一段语音使用，请重新录制", "id") from taken
    if made:
        subject = Subject("voice", voice.pk)
        write(call=call, verb="photos.add_voice", subject=subject, body={"sha256": voice.sha256}, notice={})
    return {"id": str(voice.pk)}
