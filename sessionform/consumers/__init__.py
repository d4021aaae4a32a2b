"""Session libraries as data: the table that each one reads and writes, and what follows for a declared table.

`registry` reads the entries in `libraries/`, `fit` compares a table with what its library needs, `settings`, `iam`
and `declare` write what the application and the people around it need. Nothing here reads YAML or runs a library.
"""
