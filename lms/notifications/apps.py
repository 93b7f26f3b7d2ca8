from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "lms.notifications"
    label = "notifications"

    def ready(self) -> None:
        from lms.accounts.mails import register_password_link_post
        from lms.notifications.account_mails import PASSWORD_LINK_MAIL, post_password_link
        from lms.notifications.delivering import deliver_due
        from lms.notifications.kinds import register_mail
        from lms.web.owed import Owed, register_owed

        register_mail(PASSWORD_LINK_MAIL)
        register_password_link_post(post_password_link)
        register_owed(Owed("mails", deliver_due, order=30))
