"""The verbs of the command line: each module holds one click command or group named `command`."""
