"""Personal data at rest: AES-256-GCM or SM4-GCM (`SEALING_CIPHER`), and a keyed hash for exact look-up.

Sealed form: one byte for cipher and key, 12 bytes of nonce, then the ciphertext with its tag of 16 bytes
(NIST SP 800-38D; GM/T 0002 and RFC 8998 for SM4). What was sealed opens whichever cipher the setting names now.
"""

import hashlib
import hmac
import os
from functools import cache
from typing import Protocol

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

TAG = 16
# In the first byte: sealed with SM4; the other seven bits are the key's number.
SM4 = 0x80


class Opener(Protocol):
    def encrypt(self, nonce: bytes, data: bytes, associated_data: None, /) -> bytes: ...
    def decrypt(self, nonce: bytes, data: bytes, associated_data: None, /) -> bytes: ...


class SM4GCM:
    """In the shape of the library's own AESGCM."""

    def __init__(self, key: bytes) -> None:
        self._key = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, _: None, /) -> bytes:
        sealer = Cipher(self._key, modes.GCM(nonce)).encryptor()
        return sealer.update(data) + sealer.finalize() + sealer.tag

    def decrypt(self, nonce: bytes, data: bytes, _: None, /) -> bytes:
        opener = Cipher(self._key, modes.GCM(nonce, data[-TAG:])).decryptor()
        return opener.update(data[:-TAG]) + opener.finalize()


@cache
def _key(secret: str, use: bytes) -> bytes:
    return hmac.new(secret.encode(), use, hashlib.sha256).digest()


def newest_mark() -> int:
    """How what is sealed now begins: the newest key, which is the last, and the cipher of the setting."""
    return (len(settings.SEALING_KEYS) - 1) | (SM4 if settings.SEALING_CIPHER == "SM4-GCM" else 0)


def seal(text: str) -> bytes:
    mark = newest_mark()
    nonce = os.urandom(12)
    return bytes([mark]) + nonce + _cipher(mark).encrypt(nonce, text.encode(), None)


def unseal(sealed: bytes) -> str:
    return _cipher(sealed[0]).decrypt(sealed[1:13], sealed[13:], None).decode()


def _cipher(mark: int) -> Opener:
    secret = settings.SEALING_KEYS[mark & ~SM4]
    return _sm4(secret) if mark & SM4 else _aes(secret)


@cache
def _aes(secret: str) -> Opener:
    return AESGCM(_key(secret, b"seal"))


@cache
def _sm4(secret: str) -> Opener:
    return SM4GCM(_key(secret, b"seal with SM4")[:16])


def keyed_hash(text: str) -> bytes:
    """The same text gives the same 32 bytes, and nobody without the key can try all phone numbers."""
    return hmac.new(_key(settings.SEALING_KEYS[0], b"hash"), text.encode(), hashlib.sha256).digest()
