"""What is looked up after the answer, so that the answer tells nothing."""

from django_tasks import TaskContext, task

from lms.accounts.mails import owe_password_link
from lms.accounts.models import User


@task(takes_context=True)
def mail_password_link(context: TaskContext, email: str) -> bool:
    """Owe the link to somebody who has this address and may sign in; once for each request.

    The look-up is made here, so that asking for a link takes the same time for every address,
    and so that no token is kept in the queue.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        return False
    owe_password_link(user=user, key=f"password_link:{context.task_result.id}")
    return True
