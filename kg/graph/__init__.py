"""Placeholder: the owner of this room writes what it gives."""
