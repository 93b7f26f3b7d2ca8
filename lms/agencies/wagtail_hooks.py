from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy

from lms.agencies.choosers import agency_chooser, person_chooser
from lms.agencies.models import Agency, AgencyRole, Posting, Reorganisation
from lms.agencies.viewsets import OrganisationViewSetGroup
from lms.core.cms import KeptPolicy, RegisterPolicy

for model in (Agency, AgencyRole, Posting):
    register_permission_policy(model, KeptPolicy(model))
register_permission_policy(
    Reorganisation, RegisterPolicy(Reorganisation, "agencies.view_reorganisation")
)


@hooks.register("register_admin_viewset")
def register_organisation() -> list[ViewSet]:
    return [OrganisationViewSetGroup(), agency_chooser, person_chooser]
