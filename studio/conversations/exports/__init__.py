"""A rendered conversation as files for other programs: sound, chapters, single turns, stems, subtitles."""
