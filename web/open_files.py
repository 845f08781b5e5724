"""How many files a process may have open: each connection is one, and many systems grant fewer than asked for."""

from __future__ import annotations


def allow_files(wanted: int) -> int:
    """Of this process; returns how many they may have, which is `wanted` or less."""
    try:
        import resource
    except ImportError:
        return wanted
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return wanted
    if soft < wanted:
        soft = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, most))
    return min(soft, wanted)
