"""Files that people send: checked by what they hold, kept under a random name, served so that nothing runs.

Three steps: :func:`check_upload` (or :class:`CheckedFileField` in a form) refuses what is too large, of another kind or
not what its name says; the file is kept under :meth:`CheckedUpload.store_name`, outside the web root; a guarded view
answers with :func:`serve_file`.
"""

import secrets
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

CONTENT_TYPES: Final = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "htm": "text/html",
    "html": "text/html",
    "ics": "text/calendar",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "json": "application/json",
    "md": "text/markdown",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DOCUMENTS: Final = frozenset({"pdf", "docx", "odt", "xlsx", "ods", "csv", "txt"})
PICTURES: Final = frozenset({"png", "jpg", "jpeg"})
ATTACHMENTS: Final = DOCUMENTS | PICTURES
# Only for readers that parse a page and never give it back as a page.
WEB_PAGES: Final = frozenset({"html", "htm"})

MEGABYTE: Final = 1024 * 1024
NAME_LENGTH: Final = 120
_STARTS: Final = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}
_MAIN_PARTS: Final = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_OPEN_DOCUMENTS: Final = {"odt", "ods"}
_PROGRAM_STARTS: Final = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_PAGE_MARKS: Final = ("<!doctype html", "<html", "<script", "<svg", "<!doctype svg", "<?xml")
_MARKS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_MAX_PARTS: Final = 10_000
_MAX_UNPACKED: Final = 300 * MEGABYTE


@dataclass(frozen=True, slots=True)
class CheckedUpload:
    """What is known of a file that passed: the name to show, its size, and the type that its content bears out."""

    name: str
    size: int
    content_type: str

    @property
    def extension(self) -> str:
        """The end of the name, without the dot."""
        return read_extension(self.name)

    def store_name(self) -> str:
        """Make a random name to keep the file under; nobody can guess it and nothing of the sender is in it."""
        return f"{secrets.token_hex(16)}.{self.extension}"


def check_upload(uploaded: "UploadedFile[Any]", allowed: frozenset[str], max_bytes: int) -> CheckedUpload:
    """Check a file by its size, its name and its content; raise ``ValidationError`` with a plain sentence.

    Args:
        uploaded: the file as it came; read from the start and left at the start.
        allowed: extensions without the dot, such as :data:`DOCUMENTS`. Web pages only pass when named here;
            programs and SVG never do.
        max_bytes: the largest size.
    """
    name = clean_name(uploaded.name or "")
    extension = read_extension(name)
    size = uploaded.size or 0
    if extension not in allowed or extension not in CONTENT_TYPES:
        raise refuse(
            _("“%(name)s” can't be accepted. Files of these kinds can: %(kinds)s."),
            code="extension",
            name=name,
            kinds=list_kinds(allowed),
        )
    if not size:
        raise refuse(_("“%(name)s” is empty. Check the file and choose it once more."), code="empty", name=name)
    if size > max_bytes:
        raise refuse(
            _("“%(name)s” is too large: it has %(size)s and the limit is %(limit)s."),
            code="too_large",
            name=name,
            size=filesizeformat(size),
            limit=filesizeformat(max_bytes),
        )
    content = uploaded.file
    assert content is not None  # noqa: S101 - an upload without content can't reach a form
    try:
        check_content(content, name, extension)
    finally:
        content.seek(0)
    return CheckedUpload(name, size, CONTENT_TYPES[extension])


def check_content(content: IO[bytes], name: str, extension: str) -> None:
    """Refuse a file that is not what its name says."""
    content.seek(0)
    start = content.read(16)
    content.seek(0)
    if extension in _STARTS:
        is_right = start.startswith(_STARTS[extension])
    elif extension in _MAIN_PARTS or extension in _OPEN_DOCUMENTS:
        is_right = start.startswith(b"PK\x03\x04") and check_package(content, name, extension)
    else:
        is_right = not start.startswith(_PROGRAM_STARTS) and is_text(content.read(), extension)
    if not is_right:
        raise refuse(
            _("“%(name)s” is not a file of the kind %(kind)s. Save it in that format and choose it once more."),
            code="mismatch",
            name=name,
            kind=extension.upper(),
        )


def check_package(content: IO[bytes], name: str, extension: str) -> bool:
    """Tell whether a packed document holds what its kind must; refuse macros and packages that unpack too far."""
    try:
        with zipfile.ZipFile(content) as package:
            parts = package.infolist()
            if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
                raise refuse(_("“%(name)s” unpacks into too much data and was not opened."), code="bomb", name=name)
            names = {part.filename for part in parts}
            if any(part.rsplit("/", 1)[-1].lower() == "vbaproject.bin" for part in names):
                raise refuse(_("“%(name)s” holds macros. Save it without them."), code="macros", name=name)
            if extension in _MAIN_PARTS:
                return "[Content_Types].xml" in names and _MAIN_PARTS[extension] in names
            if "mimetype" not in names:
                return False
            with package.open("mimetype") as part:
                return part.read(200).strip() == CONTENT_TYPES[extension].encode()
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        return False


def is_text(data: bytes, extension: str) -> bool:
    """Tell whether bytes are a text in an encoding that offices use, and not a page in disguise."""
    encodings = next(([name] for mark, name in _MARKS.items() if data.startswith(mark)), ["utf-8", "cp1250", "iso-8859-2"])
    text = next((text for name in encodings if (text := try_decoding(data, name)) is not None), None)
    if text is None or any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f\x1a\x85" for sign in set(text)):
        return False
    return extension in WEB_PAGES or not text.lstrip().lower().startswith(_PAGE_MARKS)


def try_decoding(data: bytes, encoding: str) -> str | None:
    """Decode, or give nothing."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def clean_name(name: str) -> str:
    """Make a name safe to show and to save under: no folders, no invisible or direction-turning characters, not too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(" " if sign in '"<>|:*?' else sign for sign in unicodedata.normalize("NFC", last))
    shown = "".join(sign for sign in shown if not unicodedata.category(sign).startswith("C"))
    path = PurePosixPath(" ".join(shown.split()).strip(" ."))
    suffix = path.suffix[:12].lower()
    stem = path.name[: len(path.name) - len(path.suffix)] if path.suffix else path.name
    return f"{stem[: NAME_LENGTH - len(suffix)].rstrip()}{suffix}" or _("file")


def read_extension(name: str) -> str:
    """Give the end of a name in small letters, without the dot."""
    return PurePosixPath(name).suffix.removeprefix(".").lower()


def list_kinds(extensions: Iterable[str]) -> str:
    """Write extensions as people read them, each kind once: „DOCX, JPG, PDF”."""
    return ", ".join(sorted({extension.upper() for extension in extensions} - {"JPEG", "HTM"}))


def refuse(message: str, *, code: str, **params: str) -> forms.ValidationError:
    """Make the error that says why a file was not accepted."""
    return forms.ValidationError(message, code=code, params=params)


def serve_file(field_file: FieldFile, *, name: str, content_type: str, as_attachment: bool = True) -> FileResponse:
    """Answer with a kept file so that a browser saves or shows it but runs nothing in it.

    The caller is a guarded view. The response is private and isolated by its own policy, whatever the file holds.
    """
    response = FileResponse(
        field_file.open("rb"), as_attachment=as_attachment, filename=clean_name(name), content_type=content_type
    )
    # The middleware leaves a policy that stands alone.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=300"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


class CheckedFileField(forms.FileField):
    """A file that passed the checks; the cleaned upload carries ``checked`` (:class:`CheckedUpload`)."""

    def __init__(
        self,
        *,
        allowed: frozenset[str] = ATTACHMENTS,
        max_bytes: int = 20 * MEGABYTE,
        **kwargs: Any,  # noqa: ANN401 - whatever a field accepts
    ) -> None:
        self.allowed = allowed
        self.max_bytes = max_bytes
        kwargs.setdefault("max_length", None)
        super().__init__(allow_empty_file=True, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser offer only files of the right kinds."""
        attrs = super().widget_attrs(widget)
        return {**attrs, "accept": ",".join(sorted(f".{extension}" for extension in self.allowed))}

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401 - Django's signature
        """Check the file; an upload gains ``checked`` and its name is made safe."""
        uploaded = super().clean(data, initial)
        if isinstance(uploaded, UploadedFile):
            checked = check_upload(uploaded, self.allowed, self.max_bytes)
            uploaded.name = checked.name
            uploaded.checked = checked  # type: ignore[attr-defined]
        return uploaded


class SeveralFilesInput(forms.FileInput):
    """A field of a browser in which several files can be chosen at once."""

    allow_multiple_selected = True


class CheckedFilesField(CheckedFileField):
    """Several files, each of which passed the checks; cleaned, it is a list of uploads."""

    widget = SeveralFilesInput

    def __init__(self, *, most: int, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        self.most = most
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401 - Django's signature
        """Check each file; what is wrong with one is said with its name."""
        uploads = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not uploads:
            super().clean(None, initial)
        if len(uploads) > self.most:
            raise forms.ValidationError(_("Choose at most %(most)d files.") % {"most": self.most}, code="too_many")
        return [super(CheckedFilesField, self).clean(one) for one in uploads]
