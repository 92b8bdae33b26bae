from tests.openai_api.conftest import put_hearing, recogniser  # noqa: F401 - fixtures
from tests.speak.conftest import fake  # noqa: F401 - a fixture
