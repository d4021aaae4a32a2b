"""What reading a file and its schema can refuse, as documentation; the modules beside this package raise it."""
