"""What somebody made here as a ZIP, to keep and to give away: a manifest, and the sounds that it names.

Written plainly, and read from anybody: what a profile and a composition have in common as archives.
"""
