"""The usual hash of a password with few rounds: what it writes is read under any settings."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    iterations = 1000
