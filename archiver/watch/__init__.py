"""What is watched: runs against the history of their source, and how that is told to people and machines."""
