"""Voice match: the blend of stock voices nearest to a profile's samples, looked for by a job."""
