"""Linked data: each of our IRIs answers in every serialisation, and so does the dataset (`docs/linked-data.md`)."""
