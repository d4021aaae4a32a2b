"""Tables as other tools wrote them down: one file an origin, each to the same descriptions that AWS itself gives."""
