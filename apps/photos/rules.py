from apps.core.call import ActorKind, Call
from apps.photos.models import Photo


def machine(call: Call) -> bool:
    """Copies are drawn and photos discarded by the system's own tasks, never at a person's wish."""
    return call.actor.kind in {ActorKind.CLOCK, ActorKind.SYSTEM}


def uploader_key(account_id: int) -> str:
    return f"account:{account_id}"


def visitor_key(session_mark: str) -> str:
    return f"visitor:{session_mark}"


def uploaded_by(photo: Photo, uploader: str) -> bool:
    return photo.uploader == uploader


def may_attach(photo: Photo, call: Call) -> bool:
    """A person attaches their own photos, and a desk those of the worker whose held command it has carried out; a
    visitor those of visitors, whose ids nobody else is told."""
    if machine(call):
        return True
    if call.actor.kind == ActorKind.PERSON:
        own = {call.actor.id, call.remarks.get("brought_by")}
        return photo.uploaded_by_id is not None and photo.uploaded_by_id in own
    return photo.uploaded_by_id is None


def theirs(receipt_uploader: str, call: Call) -> bool:
    """An account's receipt is good in that account's hands only; a visitor's only without an account."""
    if call.actor.kind == ActorKind.PERSON and call.actor.id is not None:
        return receipt_uploader == uploader_key(call.actor.id)
    return receipt_uploader.startswith("visitor:")
