"""From the bytes of an upload to text: what kind of file is it, and in which encoding?"""

import gzip
import io
import json
import re
import zipfile
import zlib

from informer.data.series import DataError, Finding
from informer.data.wording import counted

MAX_UNPACKED = 512 * 1024 * 1024
"""A packed file may not unpack to more than this many bytes."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a bitmap picture"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x89HDF", "an HDF5 file"),
    (b"CDF", "a NetCDF file"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"\x93NUMPY", "a NumPy array"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def to_text(data: bytes, findings: list[Finding]) -> str:
    """Decode a file, or say in one sentence (:class:`DataError`) why it is no CSV.

    Gzip is unpacked; a byte order mark decides the encoding, else UTF-8, else Windows-1252.
    """
    if data.startswith(b"\x1f\x8b"):
        data = _unpack_gzip(data)
        findings.append(Finding("info", "unpacked", "The file was packed; it was unpacked (gzip)."))
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise DataError("The file is empty.")
    _refuse_other_formats(data)
    text = _decode(data, findings).replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        lines = sum("\x00" in line for line in text.splitlines())
        text = text.replace("\x00", "")
        message = f"NUL bytes were removed from {counted(lines, 'line')}."
        findings.append(Finding("warning", "nul_bytes", message))
    start = text[:20_000]
    if len(_CONTROL.findall(start)) > 0.02 * len(start):
        raise DataError("This is a binary file, not a CSV file: export the table as CSV.")
    _refuse_other_text(text)
    return text


def _unpack_gzip(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            unpacked = packed.read(MAX_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(
            "This is a gzip archive that can't be unpacked: it is damaged or cut off."
        ) from error
    if len(unpacked) > MAX_UNPACKED:
        raise DataError(
            f"This gzip archive unpacks to more than {MAX_UNPACKED // 2**20} MB: "
            "unpack it and keep only the part you need."
        )
    return unpacked


def _refuse_other_formats(data: bytes) -> None:
    if data.startswith(b"PK\x03\x04"):
        raise DataError(_describe_zip(data))
    for signature, kind in _SIGNATURES:
        # Two or three letters may begin a column's name; the binary formats go on with a NUL.
        if data.startswith(signature) and (len(signature) > 3 or b"\x00" in data[:64]):
            raise DataError(f"This is {kind}, not a CSV file: export the table as CSV.")


def _describe_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [name for name in archive.namelist() if not name.endswith("/")]
    except zipfile.BadZipFile:
        members = []
    if any(name.startswith("xl/") for name in members) or b"xl/" in data:
        return "This is an Excel workbook, not a CSV file: save the sheet as CSV."
    if any(name.startswith("word/") for name in members):
        return "This is a Word document, not a CSV file: save the table as CSV."
    if "content.xml" in members:
        return "This is an OpenDocument file, not a CSV file: save the sheet as CSV."
    held = f" that holds {counted(len(members), 'file')}" if members else ""
    return f"This is a ZIP archive{held}: unpack it and choose one CSV file."


def _refuse_other_text(text: str) -> None:
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype html", "<html")):
        raise DataError("This is a web page (HTML), not a CSV file: download the data itself.")
    if start.startswith("<?xml"):
        raise DataError("This is XML, not CSV: export the table as CSV.")
    if start.startswith(("{", "[")):
        lines = text.strip().splitlines()
        for candidate in (text, lines[0]):  # one document, or one a line
            try:
                json.loads(candidate)
            except ValueError:
                continue
            raise DataError("This is JSON, not CSV: export the table as CSV.")


def _decode(data: bytes, findings: list[Finding]) -> str:
    encoding = _utf16(data)
    if encoding is not None:
        findings.append(Finding("info", "encoding", "The text is UTF-16 (Excel's Unicode text)."))
        return data.decode(encoding, errors="replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = (
            "The text is not UTF-8 and was read as Windows-1252: check letters with accents in "
            "the names of columns."
        )
        findings.append(Finding("info", "encoding", message, choices=("Save the file as UTF-8",)))
        return data.decode("cp1252", errors="replace")


def _utf16(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = data[:4000]
    for encoding, nuls in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if len(nuls) > 8 and nuls.count(0) > 0.7 * len(nuls):
            return encoding
    return None
