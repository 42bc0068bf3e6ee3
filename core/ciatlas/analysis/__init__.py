"""What facts mean: activities, and what follows from them."""
