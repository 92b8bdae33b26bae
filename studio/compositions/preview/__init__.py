"""What the page of a composition plays while it is edited: windows of its clips' sound, and of stems that
the server makes of what a browser can't: effects, ducking, loudness."""
