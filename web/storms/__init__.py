"""What storms are made of: an installation of their own, processes that die, people at work, and counting."""
