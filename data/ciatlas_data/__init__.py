"""What ships with ciatlas: the study, its rules and texts, and the bundled atlas."""
