"""The canned questions: data files in, parameters bound as RDF terms, rows out.

One source for the command line, the REST routes, the web form, the published examples and the tests.
"""
