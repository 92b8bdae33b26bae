"""Several tracks on one timeline, and the mix that they become."""
