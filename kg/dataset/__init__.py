"""The graph in notebooks and scripts: `kg.open(…)` returns a `Dataset`, whose answers are data frames."""
