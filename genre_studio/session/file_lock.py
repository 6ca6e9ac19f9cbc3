"""A lock on an open file that the system itself lets go when its process ends, however it ends."""

import os
import sys

if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE = 1 << 30  # far behind the contents, which others may go on reading

    def try_lock(descriptor: int) -> bool:
        """Lock the file for this descriptor alone; False where another has it."""
        place = os.lseek(descriptor, 0, os.SEEK_CUR)
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, place, os.SEEK_SET)
        return True

else:
    import errno
    import fcntl

    _NO_LOCKS = frozenset({errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS})

    def try_lock(descriptor: int) -> bool:
        """Lock the file for this descriptor alone; False where another has it.

        True also where the file system knows no locks: a file that cannot be locked can still be edited.
        """
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
        return True
