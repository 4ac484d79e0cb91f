"""What leaves the program: pictures and tables of a run. No Qt."""
