"""Tables that come and go, are taken over, or are created under a name that AWS still has."""
