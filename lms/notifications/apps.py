from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "lms.notifications"
    label = "notifications"

    def ready(self) -> None:
        from lms.accounts.mails import register_password_link_post
        from lms.notifications.account_mails import PASSWORD_LINK_MAIL, post_password_link
        from lms.notifications.kinds import register_mail

        register_mail(PASSWORD_LINK_MAIL)
        register_password_link_post(post_password_link)
