"""SQLite's own file operations, seen and disturbed: for processes that do nothing else.

The default file system of the SQLite library is patched in place: every write, truncation, flush
and deletion passes through `Disk`, which notes it, and may answer it with an error instead. Never
import this into the process that runs the tests.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int, c_int64, c_void_p, cast
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["write", "truncate", "sync", "delete"]
FULL, IOERR_WRITE, IOERR_FSYNC = 13, 778, 1034


class _Methods(Structure):
    """`sqlite3_io_methods`, as far as version 3 goes."""

    _fields_ = [
        ("iVersion", c_int),
        ("xClose", c_void_p),
        ("xRead", c_void_p),
        ("xWrite", c_void_p),
        ("xTruncate", c_void_p),
        ("xSync", c_void_p),
        *((f"rest{number}", c_void_p) for number in range(13)),
    ]


class _File(Structure):
    _fields_ = [("pMethods", POINTER(_Methods))]


class _Vfs(Structure):
    """`sqlite3_vfs`, up to what is patched."""

    _fields_ = [
        ("iVersion", c_int),
        ("szOsFile", c_int),
        ("mxPathname", c_int),
        ("pNext", c_void_p),
        ("zName", c_char_p),
        ("pAppData", c_void_p),
        ("xOpen", c_void_p),
        ("xDelete", c_void_p),
    ]


# Names are passed on as the addresses they are: SQLite keeps the address, not the text.
OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, POINTER(_File), c_int, c_void_p)
DELETE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


@dataclass(frozen=True)
class Operation:
    """One thing that SQLite asked of the disk."""

    kind: Kind
    file: str
    offset: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """What was asked so far; `answer` gives the error to answer an operation with, 0 for none."""

    operations: list[Operation] = field(default_factory=list)
    answer: Callable[[Operation], int] = lambda _: 0
    _kept: list[Any] = field(default_factory=list)
    _patched: dict[int, Any] = field(default_factory=dict)
    _methods: dict[int, Any] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)

    def watch(self) -> None:
        """From now on every file that this process opens by SQLite is watched."""
        library = ctypes.CDLL("libsqlite3.so.0")
        library.sqlite3_vfs_find.restype = POINTER(_Vfs)
        vfs = library.sqlite3_vfs_find(None).contents
        opened, deleted = OPEN(vfs.xOpen), DELETE(vfs.xDelete)

        def on_open(own: int, name: int | None, file: Any, flags: int, out: int) -> int:
            code = opened(own, name, file, flags, out)
            if code == 0 and name and file.contents.pMethods:
                self._patch(file, ctypes.string_at(name).decode())
            return int(code)

        def on_delete(own: int, name: int, flush: int) -> int:
            self.operations.append(Operation("delete", ctypes.string_at(name).decode()))
            return int(deleted(own, name, flush))

        callbacks = OPEN(on_open), DELETE(on_delete)
        self._kept += [*callbacks, vfs]
        vfs.xOpen, vfs.xDelete = (cast(each, c_void_p).value for each in callbacks)

    def _patch(self, file: Any, name: str) -> None:
        address = ctypes.addressof(file.contents)
        original = file.contents.pMethods
        at = ctypes.addressof(original.contents)
        self._names[address] = name
        if at not in self._patched:
            self._patched[at] = self._copy(original.contents)
        file.contents.pMethods = ctypes.pointer(self._patched[at])

    def _copy(self, original: _Methods) -> _Methods:
        """The methods with those that change a file replaced."""
        write, cut = WRITE(original.xWrite), TRUNCATE(original.xTruncate)
        sync = SYNC(original.xSync)

        def on_write(file: int, data: int, size: int, offset: int) -> int:
            asked = Operation("write", self._names[file], offset, ctypes.string_at(data, size))
            return self._noted(asked) or int(write(file, data, size, offset))

        def on_truncate(file: int, size: int) -> int:
            asked = Operation("truncate", self._names[file], size)
            return self._noted(asked) or int(cut(file, size))

        def on_sync(file: int, flags: int) -> int:
            return self._noted(Operation("sync", self._names[file])) or int(sync(file, flags))

        copy = _Methods()
        ctypes.memmove(byref(copy), byref(original), ctypes.sizeof(_Methods))
        callbacks = WRITE(on_write), TRUNCATE(on_truncate), SYNC(on_sync)
        self._kept += [*callbacks, write, cut, sync]
        pointers = (cast(each, c_void_p).value for each in callbacks)
        copy.xWrite, copy.xTruncate, copy.xSync = pointers
        return copy

    def _noted(self, asked: Operation) -> int:
        error = self.answer(asked)
        if not error:
            self.operations.append(asked)
        return error
