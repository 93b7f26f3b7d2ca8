from typing import NamedTuple

from django.db import models
from django.http import HttpRequest

from . import Page

class SiteRootPath(NamedTuple):
    site_id: int
    root_path: str
    root_url: str
    language_code: str

class SiteManager(models.Manager[Site]):
    def get_by_natural_key(self, hostname: str, port: int) -> Site: ...

class Site(models.Model):
    objects = SiteManager()

    hostname = models.CharField()
    port = models.IntegerField()
    site_name = models.CharField()
    root_page = models.ForeignKey(Page, related_name="sites_rooted_here", on_delete=models.CASCADE)
    is_default_site = models.BooleanField()

    @property
    def root_url(self) -> str: ...
    @staticmethod
    def find_for_request(request: HttpRequest | None) -> Site | None: ...
    @staticmethod
    def get_site_root_paths() -> list[SiteRootPath]: ...
    @staticmethod
    def clear_site_root_paths_cache() -> None: ...
