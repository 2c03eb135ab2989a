"""Search: the words of each row, kept folded and as marked, and what a query finds among them."""
