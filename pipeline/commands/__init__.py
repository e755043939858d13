"""The commands, one module a group: they parse, call one function and print."""
