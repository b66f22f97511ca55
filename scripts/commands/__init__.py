"""The subcommands of ``lecture``; each imports what it needs when it runs."""
