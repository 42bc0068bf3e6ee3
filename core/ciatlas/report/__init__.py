"""Documents made from the atlas."""
