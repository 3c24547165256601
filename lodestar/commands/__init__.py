"""The commands of `tasks.py`: one module each, with `parser()` and `run(options)`."""
