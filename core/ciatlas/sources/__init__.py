"""Where facts come from: git clones, the bundle, the study itself."""
