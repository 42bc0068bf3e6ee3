"""The explorer: a full-screen view of an atlas for the keyboard."""
