"""The language server: one file a feature, each a function of a text and a place in it; `server.py` alone speaks the protocol."""
