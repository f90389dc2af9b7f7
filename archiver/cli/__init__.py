"""The command line: one file a family of commands. Data on standard output, all else on standard error."""
