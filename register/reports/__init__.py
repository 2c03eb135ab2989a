"""Readers' reports: what one may hold (`reading`), who sends it (`senders`), how many are kept (`keeping`), `views`."""
