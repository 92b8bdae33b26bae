"""Engines that an operator adds by the settings: other servers, and models that come with packages."""
