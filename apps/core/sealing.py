"""Personal data at rest: AES-256-GCM, and a keyed hash for exact look-up.

Sealed form: one byte for the key's number, 12 bytes of nonce, then the ciphertext with its tag (NIST SP 800-38D).
"""

import hashlib
import hmac
import os
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


@cache
def _key(secret: str, use: bytes) -> bytes:
    return hmac.new(secret.encode(), use, hashlib.sha256).digest()


def seal(text: str) -> bytes:
    """With the newest key, which is the last."""
    index = len(settings.SEALING_KEYS) - 1
    nonce = os.urandom(12)
    return bytes([index]) + nonce + _cipher(index).encrypt(nonce, text.encode(), None)


def unseal(sealed: bytes) -> str:
    return _cipher(sealed[0]).decrypt(sealed[1:13], sealed[13:], None).decode()


def _cipher(index: int) -> AESGCM:
    return _aes(settings.SEALING_KEYS[index])


@cache
def _aes(secret: str) -> AESGCM:
    return AESGCM(_key(secret, b"seal"))


def keyed_hash(text: str) -> bytes:
    """The same text gives the same 32 bytes, and nobody without the key can try all phone numbers."""
    return hmac.new(_key(settings.SEALING_KEYS[0], b"hash"), text.encode(), hashlib.sha256).digest()
