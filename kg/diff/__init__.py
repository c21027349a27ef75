"""What changed between two snapshots or two plans, in words of the domain (`docs/diff.md`)."""
