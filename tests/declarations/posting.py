"""A POST without its page: as somebody who was never shown the form would send it."""


def post(client, path, **data):
    """Send a form with a valid CSRF token; returns the status code."""
    config = client.application.config
    config["WTF_CSRF_ENABLED"] = False
    try:
        return client.post(path, data=data).status_code
    finally:
        config["WTF_CSRF_ENABLED"] = True
