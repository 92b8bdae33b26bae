"""What can be done to an account, one noun a file."""
