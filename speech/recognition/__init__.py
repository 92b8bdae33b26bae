"""From sound to text: recognisers, what cuts sound for them, and the forms a transcript is given in."""

import os

# Threads of a model wait for each other thousands of times a second, by default spinning for up to 3 ms.
# Where another process has the core that one of them needs, that becomes most of the work: 39 s of processor
# time for what takes 11 s this way. Models' libraries read it when they are first imported: after this.
if "OMP_WAIT_POLICY" not in os.environ:
    os.environ.setdefault("GOMP_SPINCOUNT", "3000")
