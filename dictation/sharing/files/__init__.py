"""Items and lists as CSV, for spreadsheets, and as JSON, for programs: written, and read in again."""
