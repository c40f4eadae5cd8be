"""The people met, as counts only: who is similar to whom, and how facts spread among them."""
