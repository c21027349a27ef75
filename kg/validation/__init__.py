"""Validation: `shapes/model` guards what is published, `shapes/rules` says what plans leave open or contradict.

`kg.validation.report` runs the rules, `kg.validation.shacl` the gate (slow to import), `kg.validation.quads` writes
findings as quads, `kg.validation.render` for people and machines.
"""
