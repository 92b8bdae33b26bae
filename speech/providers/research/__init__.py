"""Local research models: one file each over shared loading, by Transformers or their own packages."""
