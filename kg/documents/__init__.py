"""First room: a file in, a `Document` out; every piece with its position, nothing interpreted."""
