"""The one language of a person: on the site, in the CMS, in every mail to them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from wagtail.users.models import UserProfile

from lms.accounts.models import User


def chosen_language(request: HttpRequest) -> str:
    """Return the language of a request: the person's, else the cookie's, else Vietnamese.

    What the browser asks for is not consulted: most browsers in use here speak English, most of
    their users do not.
    """
    language = getattr(request.user, "language", "") or language_of_cookie(request)
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def language_of_cookie(request: HttpRequest) -> str:
    """Return what was chosen in this browser, or nothing."""
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return language if language in dict(settings.LANGUAGES) else ""


def keep_language(user: User, language: str) -> None:
    """Remember a language with the person, for the site and the CMS alike."""
    User.objects.filter(pk=user.pk).update(language=language)
    UserProfile.objects.filter(user_id=user.pk).update(preferred_language=language)
    user.language = language


def keep_language_in_browser(
    request: HttpRequest, response: HttpResponseBase, language: str
) -> None:
    """Remember a language in the browser, where it holds for whoever is not signed in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def keep_what_was_chosen_before(request: HttpRequest, user: User) -> None:
    """Take over the browser's language when somebody signs in who never chose one."""
    if not user.language and (language := language_of_cookie(request)):
        keep_language(user, language)
