"""What can be put on a timeline: the dialog of a composition's page that offers it and takes files."""
