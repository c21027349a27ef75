"""The commands of `chitieu`, one module each: they read options, call the rooms and write the answer."""
