"""A phone with passkeys, in software: it does what the standard asks of one, and on demand what it forbids."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

PRESENT, VERIFIED, HAS_KEY = 1, 4, 64
ES256 = -7


@dataclass
class Key:
    """One passkey: what lies in the phone and never leaves it."""

    private: ec.EllipticCurvePrivateKey
    credential: bytes
    owner_handle: str
    count: int = 0


@dataclass
class Phone:
    """Somebody's phone; `origin` is what its browser says of the page it is on."""

    origin: str = "http://localhost"
    host: str = "localhost"
    is_opened: bool = True  # by finger, face or code
    keys: list[Key] = field(default_factory=list)

    def make(self, options: dict[str, Any], *, credential: bytes | None = None) -> str:
        """Make a passkey, as a browser does for `navigator.credentials.create()`."""
        asked = options["create"]
        assert ES256 in [kind["alg"] for kind in asked["pubKeyCredParams"]]
        credential = credential or secrets.token_bytes(32)
        key = Key(ec.generate_private_key(ec.SECP256R1()), credential, asked["user"]["id"])
        self.keys.append(key)
        about_key = bytes(16) + len(credential).to_bytes(2, "big") + credential + _as_cose(key.private)
        attested = {"fmt": "none", "attStmt": {}, "authData": self._signed_part(key, HAS_KEY) + about_key}
        return self._packed(
            key,
            clientDataJSON=self._client_data("webauthn.create", asked["challenge"]),
            attestationObject=cbor2.dumps(attested),
        )

    def sign(self, options: dict[str, Any], **unlike: Any) -> str:
        """Answer with the latest passkey, as a browser does for `navigator.credentials.get()`.

        `unlike` says what stands in the answer instead of what is right.
        """
        key = self.keys[-1]
        key.count += 1
        challenge = unlike.get("challenge", options["get"]["challenge"])
        told = self._client_data(unlike.get("type", "webauthn.get"), challenge)
        signed_part = self._signed_part(key)
        signature = unlike.get("key", key).private.sign(
            signed_part + hashlib.sha256(told).digest(), ec.ECDSA(hashes.SHA256())
        )
        handle = unlike.get("owner_handle", key.owner_handle)
        return self._packed(
            key,
            clientDataJSON=told,
            authenticatorData=signed_part,
            signature=signature,
            userHandle=base64url_to_bytes(handle) if handle is not None else None,
        )

    def _client_data(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _signed_part(self, key: Key, more: int = 0) -> bytes:
        flags = PRESENT | (VERIFIED if self.is_opened else 0) | more
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + key.count.to_bytes(4, "big")

    @staticmethod
    def _packed(key: Key, **response: bytes | None) -> str:
        name = bytes_to_base64url(key.credential)
        given = {what: bytes_to_base64url(part) for what, part in response.items() if part is not None}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": given})


def _as_cose(private: ec.EllipticCurvePrivateKey) -> bytes:
    public = private.public_key().public_numbers()
    return cbor2.dumps(
        {1: 2, 3: ES256, -1: 1, -2: public.x.to_bytes(32, "big"), -3: public.y.to_bytes(32, "big")}
    )
