"""A document as a download that keeps its Vietnamese name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.web import protocol
from bot.channels.web.channel import WebChannel
from bot.ports.channel import FileOutcome, FileReceipt, Inbox, OutgoingFile
from conversations.text.normalize import take_letters_apart

_TYPES = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".zip": "application/zip",
}


def attach_file(file: OutgoingFile) -> Response:
    """Always an attachment: a document is saved, never shown as a page of ours."""
    return Response(
        file.content,
        media_type=_TYPES.get(PurePath(file.name).suffix.lower(), "application/octet-stream"),
        headers={
            "Content-Disposition": disposition_header(file.name),
            "Cache-Control": "private, no-store",
        },
    )


def disposition_header(name: str) -> str:
    """The header for a file name: in ASCII for old readers, whole for the others (RFC 6266,
    RFC 5987)."""
    plain = take_letters_apart(name.replace("đ", "d").replace("Đ", "D"))
    ascii_name = "".join(c for c in plain if " " <= c <= "~" and c not in '"\\/%;')
    whole = quote(name.encode("utf-8", "replace"), safe="")
    return f"attachment; filename=\"{ascii_name or 'file'}\"; filename*=UTF-8''{whole}"


FILE_LIMIT = 10 * 1_048_576  # bytes; the page knows it too
NAME_LIMIT = 200  # characters
_STATUS = {FileOutcome.FLOODED: 429, FileOutcome.TOO_MANY: 429, FileOutcome.FULL: 507}


@dataclass(frozen=True, slots=True)
class PageUpload:
    """A file that a page sends. Its event's id and its name come in headers, so that a request
    that is repeated is the same event."""

    event: str
    name: str
    content: bytes


async def read_upload(request: Request) -> PageUpload | Response:
    """The request's body as a file, or why it is none."""
    try:
        event = protocol.upload_id(request.headers.get("x-event", ""))
    except protocol.ProtocolError:
        return PlainTextResponse("Not an event of the web chat.\n", 400)
    content = await body_of(request, FILE_LIMIT)
    if content is None:
        return PlainTextResponse("The file is too large.\n", 413)
    return PageUpload(event, name_of(request.headers.get("x-file-name", "")), content)


async def take_upload(request: Request, inbox: Inbox, web: WebChannel, who: str) -> Response:
    """Take a file of the web chat, and show it on all pages of its conversation."""
    upload = await read_upload(request)
    if isinstance(upload, Response):
        return upload
    event, name, content = upload.event, upload.name, upload.content
    receipt = await inbox.receive_file(protocol.file_event(event, name, len(content), who), content)
    if receipt.outcome is FileOutcome.STORED:
        web.push(protocol.typing_frame(), who)
        web.push(protocol.own_file(event, name), who)
    return answer_of(receipt)


def answer_of(receipt: FileReceipt) -> Response:
    """What the browser is told; a refusal in words that its page shows."""
    status = _STATUS.get(receipt.outcome, 204)
    return PlainTextResponse(receipt.words, status) if status != 204 else Response(status_code=204)


async def body_of(request: Request, limit: int) -> bytes | None:
    """The body; None as soon as it proves longer than `limit` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            return None
    return bytes(body)


def name_of(quoted: str) -> str:
    """The file's name alone, without a path and without what cannot be shown."""
    name = unquote(quoted[: NAME_LIMIT * 9], errors="replace").replace("\\", "/")
    shown = "".join(sign for sign in name.rpartition("/")[2] if sign.isprintable())
    return shown.strip()[:NAME_LIMIT] or "tệp"


def is_known(request: Request, tag: str) -> bool:
    """Whether the reader has this answer already (RFC 9110: tags are compared weakly)."""
    given = request.headers.get("if-none-match", "")
    tags = {one.strip().removeprefix("W/") for one in given.split(",")}
    return "*" in tags or tag.removeprefix("W/") in tags
