"""StudyHub for any WSGI server: `wsgi:app`. Settings come from the environment; see docs/operating.md."""

from studyhub.app import create_app

app = create_app()
