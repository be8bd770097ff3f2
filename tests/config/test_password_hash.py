"""The hash that keeps passwords in real use."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password


def test_passwords_are_kept_by_a_slow_hash() -> None:
    hasher = get_hasher("default")
    assert isinstance(hasher, PBKDF2PasswordHasher)
    assert hasher.iterations >= 600_000  # OWASP, 2023
    assert "a sentence" not in make_password("a sentence to remember")
