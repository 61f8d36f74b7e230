"""Refusals of the token endpoint, with Entra's own numbers."""


class LoginError(Exception):
    def __init__(self, status: int, error: str, number: int, description: str) -> None:
        super().__init__(f"AADSTS{number}: {description}")
        self.status = status
        self.error = error
        self.number = number
        self.description = f"AADSTS{number}: {description}"


def unknown_app(client_id: str) -> LoginError:
    message = f"Application with identifier '{client_id}' was not found in the directory."
    return LoginError(400, "unauthorized_client", 700016, message)


def wrong_secret(client_id: str) -> LoginError:
    message = (
        "Invalid client secret provided. Ensure the secret being sent in the request is the client "
        f"secret value, not the client secret ID, for a secret added to app '{client_id}'."
    )
    return LoginError(401, "invalid_client", 7000215, message)


def wrong_assertion() -> LoginError:
    return LoginError(401, "invalid_client", 700027, "The client assertion cannot be read.")


def unknown_tenant(tenant: str) -> LoginError:
    return LoginError(400, "invalid_request", 90002, f"Tenant '{tenant}' not found.")


def missing(parameter: str) -> LoginError:
    message = f"The request body must contain the following parameter: '{parameter}'."
    return LoginError(400, "invalid_request", 900144, message)


def wrong_scope(scope: str) -> LoginError:
    message = f"The provided value for scope {scope} is not valid. It must end in /.default."
    return LoginError(400, "invalid_scope", 1002012, message)


def wrong_grant(grant: str) -> LoginError:
    return LoginError(
        400, "unsupported_grant_type", 70003, f"The grant type '{grant}' is not supported."
    )
