"""The doors under `/v1/`, as clients of the well-known audio API expect them."""
