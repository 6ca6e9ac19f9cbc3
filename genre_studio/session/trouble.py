"""Why a disk refused, in words that complete "because ..."."""

import errno
import sqlite3

_FULL = "there is no room left on the disk"
_CLOSED = "the place cannot be written to"
_BY_ERRNO = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: "your share of the disk is used up",
    errno.EFBIG: "the file would be larger than this place allows",
    errno.EROFS: _CLOSED,
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
    errno.ENOENT: "the folder is gone",
}
_BY_CODE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _CLOSED,
    sqlite3.SQLITE_PERM: _CLOSED,
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened there",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_BUSY: "another program holds the file",
    sqlite3.SQLITE_CORRUPT: "the file was damaged from outside",
    sqlite3.SQLITE_NOTADB: "the file was damaged from outside",
}


def reason_of(error: sqlite3.Error | OSError) -> str:
    """The reason, in a few words."""
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno or 0, (error.strerror or str(error)).lower())
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary code, sqlite.org/rescode.html
    return _BY_CODE.get(code, str(error))
