"""What people see: widgets that show the session and ask it for changes; they compute nothing."""
