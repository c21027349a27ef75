"""The pages: templates in Vietnamese and English that work without scripts and without anything from elsewhere.

`site` renders, `words` holds what pages say, `here` makes their links; a module for each family of pages reads what it
shows.
"""
