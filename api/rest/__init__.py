"""REST: `/api/v1`, made of the views, the questions, the search and the reader of documents (`docs/rest.md`)."""
