"""Try a document: its rows, the links proposed and the findings against the published plans; nothing is kept.

`examine` is the work itself, `render` its results as data and files. `process` does both in a process of its own, with
limits that `confinement` asks of the kernel; `run` starts that process, waits no longer than it may take, and ends it.
The page `/try` and the REST route `extract` stand on `run.try_document` (`docs/try.md`).
"""
