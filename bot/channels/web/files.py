"""A document as a download that keeps its Vietnamese name."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import quote

from starlette.responses import Response

from bot.ports.channel import File
from conversations.text.normalize import take_letters_apart

_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".png": "image/png",
}


def attachment(file: File) -> Response:
    """Always an attachment: a document is saved, never shown as a page of ours."""
    return Response(
        file.content,
        media_type=_TYPES.get(PurePath(file.name).suffix.lower(), "application/octet-stream"),
        headers={
            "Content-Disposition": disposition(file.name),
            "Cache-Control": "private, no-store",
        },
    )


def disposition(name: str) -> str:
    """The header for a file name: in ASCII for old readers, whole for the others (RFC 6266,
    RFC 5987)."""
    plain = take_letters_apart(name.replace("đ", "d").replace("Đ", "D"))
    ascii_name = "".join(c for c in plain if " " <= c <= "~" and c not in '"\\/%;')
    whole = quote(name.encode("utf-8", "replace"), safe="")
    return f"attachment; filename=\"{ascii_name or 'file'}\"; filename*=UTF-8''{whole}"
