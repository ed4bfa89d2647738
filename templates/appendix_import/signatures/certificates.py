"""Certificates: whose they are, and whether they lead to a root that is trusted."""

from __future__ import annotations

import base64
import json
from collections.abc import Coroutine, Iterable
from datetime import datetime
from typing import Any

from asn1crypto import pem, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

LONGEST_NAME = 120  # characters of a name that is told


def name_of(name: x509.Name, *parts: str) -> str:
    """The first of these parts that a name has, as one line; the whole name where it has none."""
    said = name.native
    for part in parts:
        value = said.get(part)
        if isinstance(value, list):
            value = ", ".join(map(str, value))
        if value:
            return " ".join(str(value).split())[:LONGEST_NAME]
    return "" if parts else " ".join(name.human_friendly.split())[:LONGEST_NAME]


def load_roots(packed: bytes) -> list[x509.Certificate]:
    """The certificates of the files of the installation's folder, as `pack_roots` gives them. A
    file may hold several in PEM, or one in DER; what is none is left out."""
    found = []
    for one in json.loads(packed or b"[]"):
        found += [*_certificates(base64.b64decode(one))]
    return found


def _certificates(content: bytes) -> Iterable[x509.Certificate]:
    blocks = [content]
    if pem.detect(content):
        blocks = [body for kind, _, body in pem.unarmor(content, multiple=True) if "CERT" in kind]
    for block in blocks:
        try:
            certificate = x509.Certificate.load(block)
            _ = certificate.subject.native
        except ValueError:
            continue
        yield certificate


def find_root(
    signer: x509.Certificate,
    others: list[x509.Certificate],
    roots: list[x509.Certificate],
    moment: datetime,
) -> str | None:
    """The name of the root that the certificate leads to, with every certificate on the way in
    force at this moment; None when it leads to none. Revocation is not looked at: that needs a
    network."""
    context = ValidationContext(
        trust_roots=roots,
        other_certs=others,
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=moment,
    )
    validator: Any = CertificateValidator(signer, others, validation_context=context)
    try:
        path = run_to_end(validator.async_validate_usage(set()))
    except (PathBuildingError, PathValidationError, ValueError):
        return None
    return name_of(path.trust_anchor.authority.name, "common_name", "organization_name")


def run_to_end(work: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine gives that waits for nothing: a process that may open no file has no event
    loop. RuntimeError when it waits all the same."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    work.close()
    raise RuntimeError("a check of certificates waits for something")
