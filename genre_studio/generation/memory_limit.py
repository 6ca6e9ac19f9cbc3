"""How much memory a worker may take before its plugin, not the person's session, pays for it."""

import os
import sys

_SHARE = 0.75


def usual_memory_limit_bytes() -> int:
    """Three quarters of the machine's memory; 0, no limit, where the system cannot tell or hold one."""
    if sys.platform == "win32":
        return 0
    try:
        pages, page_bytes = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return 0
    return int(_SHARE * pages * page_bytes) if pages > 0 and page_bytes > 0 else 0


def limit_memory(limit_bytes: int) -> None:
    """Let allocations beyond `limit_bytes` of data fail, where the system can (not on Windows)."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  there is none on Windows

        _, hardest = resource.getrlimit(resource.RLIMIT_DATA)
        if hardest != resource.RLIM_INFINITY:
            limit_bytes = min(limit_bytes, hardest)
        resource.setrlimit(resource.RLIMIT_DATA, (limit_bytes, hardest))
