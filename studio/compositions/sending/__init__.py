"""What was made in other rooms goes onto a timeline: one sound, or a whole conversation."""
