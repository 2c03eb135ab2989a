"""How well the extraction reads: articles with the answers of a careful reader, and the figures against them.

README.md beside this file says what an answer is. Nothing here needs Django or a database.
"""
