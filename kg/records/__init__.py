"""From files to what they print, many at once and each only once: `kg.documents` and `kg.extraction` put together."""
