"""Snapshots: published, opened, asked. See `docs/snapshots.md`."""
