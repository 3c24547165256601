"""What `tasks.py` names: one module a command, each with `parser()` and `run(options)`."""
