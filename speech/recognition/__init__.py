"""From sound to text: recognisers, what cuts sound for them, and the forms a transcript is given in."""
