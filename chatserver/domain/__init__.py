"""The rules of the desk as pure functions: no clock, no I/O, nothing awaited."""
