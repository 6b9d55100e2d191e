"""How loops are compiled: once, kept on disk, and without Python's lock, so that plain threads share the work.

Threads of our own and no ``prange``: Numba's default threading layer must not be entered from two requests at once.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compile_kernel(function: F) -> F:
    """Compile at the first call, and keep the result on disk where some place for it can be written."""
    try:
        return cast("F", numba.njit(cache=True, nogil=True, error_model="numpy")(function))
    except RuntimeError:  # neither the package's folder nor the user's takes a cache: each start compiles anew
        return cast("F", numba.njit(nogil=True, error_model="numpy")(function))


def compile_sums(function: F) -> F:
    """Compile a reduction that may add in any order, several numbers at a time."""
    return cast("F", numba.njit(nogil=True, fastmath={"reassoc"}, inline="never")(function))
