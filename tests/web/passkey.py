"""A passkey as a device would hold it, for tests that answer a browser's question."""

import hashlib
import json
import os
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cbor import encode
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Passkey:
    """One key pair for one site. `origin` is where the browser says it was asked."""

    def __init__(self, origin: str = "http://localhost:8000") -> None:
        self.origin, self.site = origin, origin.partition("://")[2].partition(":")[0]
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.uses, self.owner = os.urandom(16), 0, b""

    def made(self, options: dict[str, Any]) -> str:
        """What the browser sends when this key is made."""
        asked = options["publicKey"]
        self.owner = read(asked["user"]["id"])
        public = encode(ES256.from_cryptography_key(self.key.public_key()))
        about = b"\0" * 16 + struct.pack(">H", len(self.id)) + self.id + public
        data = self._data(PRESENT | VERIFIED | ATTESTED) + about
        attested = encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            clientDataJSON=self._client("webauthn.create", asked), attestationObject=write(attested)
        )

    def shown(self, options: dict[str, Any], *, verified: bool = True) -> str:
        """What the browser sends when this key signs; `verified`: its owner gave a PIN or a finger."""
        self.uses += 1
        client = self._client("webauthn.get", options["publicKey"])
        data = self._data(PRESENT | (VERIFIED if verified else 0))
        signed = data + hashlib.sha256(read(client)).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=client,
            authenticatorData=write(data),
            signature=write(signature),
            userHandle=write(self.owner),
        )

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.site.encode()).digest() + struct.pack(">BI", flags, self.uses)

    def _client(self, kind: str, asked: dict[str, Any]) -> str:
        said = {"type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": False}
        return write(json.dumps(said).encode())

    def _answer(self, **response: str) -> str:
        name = write(self.id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "clientExtensionResults": {},
                "response": response,
            }
        )


def write(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def read(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
