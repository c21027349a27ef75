"""The FastAPI application: SPARQL endpoint, linked data, web pages."""
