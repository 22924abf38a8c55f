"""What leaves the app for others: the command line that repeats it, and a report of one file."""
