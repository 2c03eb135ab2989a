"""What every endpoint is built of: views, filters, pages, and one form for all errors. Lowest of all apps' modules."""
