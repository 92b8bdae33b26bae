"""An app with job kinds that only the tests with real processes need."""
