"""Who speaks when: voices as points, speakers as groups of them."""
