"""Pure functions that turn what a page said into clean fields. No network, no clock."""
