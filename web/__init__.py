"""What needs Node or a browser to be tested; `make test-web` runs it."""
