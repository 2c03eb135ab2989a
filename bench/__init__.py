"""What is measured in time: `make help` lists the targets that run it."""
