"""Second room: a `Document` in, a `PlanRecord` out; what is printed, verbatim, nothing resolved, doubts flagged."""
