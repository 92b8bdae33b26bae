"""Local servers that speak the services' wire formats, as their public documentation gives them."""
