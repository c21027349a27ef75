"""The whole way: documents in, a published snapshot and its report out. The only room that knows all the others.

A document that cannot be used never stops the others: its error stands in its outcome. What stops a build as a whole is
a curator's file that is wrong, a graph that breaks `shapes/model`, a folder that cannot be written, or no document that
can be used. The way has three stations: plans (`kg.pipeline.plans`), quads (`kg.graph.build`), findings
(`kg.validation.report`).
"""

from kg.pipeline.build import ENDPOINT, build
from kg.pipeline.checking import check_model, report_on, validate_files
from kg.pipeline.model import BuildResult, Difference, Outcome, Progress, Status

__all__ = [
    "ENDPOINT",
    "BuildResult",
    "Difference",
    "Outcome",
    "Progress",
    "Status",
    "build",
    "check_model",
    "report_on",
    "validate_files",
]
