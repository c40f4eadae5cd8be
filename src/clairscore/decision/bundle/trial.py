"""Run as a program: the first meeting of LightGBM and a model's bytes, where a crash harms nobody.

stdin: length of the text, rows, columns, number of row models (little-endian 64-bit); each row
model's length and text; the text, float32 features.
stdout: raw log-odds as float64. Limits on memory and processor time bind this process alone.
"""

from __future__ import annotations

import resource
import struct
import sys

HEADER = struct.Struct("<QQQQ")
LENGTH = struct.Struct("<Q")
UNUSED = ("pandas", "sklearn", "matplotlib", "dask", "graphviz", "pyarrow")
"""What LightGBM imports where it is installed; without it the child starts in half the time."""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name in UNUSED:
        sys.modules[name] = None  # type: ignore[assignment]  # makes its import fail
    import lightgbm
    import numpy as np

    length, rows, columns, others = HEADER.unpack(sys.stdin.buffer.read(HEADER.size))
    for _ in range(others):
        (size,) = LENGTH.unpack(sys.stdin.buffer.read(LENGTH.size))
        lightgbm.Booster(model_str=sys.stdin.buffer.read(size).decode())
    model = sys.stdin.buffer.read(length).decode()
    matrix = np.frombuffer(sys.stdin.buffer.read(), dtype="<f4").reshape(rows, columns)
    booster = lightgbm.Booster(model_str=model)
    raw = booster.predict(matrix, raw_score=True, num_threads=1)
    sys.stdout.buffer.write(np.asarray(raw, dtype="<f8").tobytes())


if __name__ == "__main__":
    main()
