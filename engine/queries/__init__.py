"""Every read. A loader returns only what the actor may see."""
