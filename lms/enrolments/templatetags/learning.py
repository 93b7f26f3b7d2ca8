"""What pages of courses show of a learner's record."""

from django import template
from django.template import Context

from courses.models import CataloguePage, CoursePage, LessonPage, ModulePage
from lms.enrolments.catalogue import CatalogueListing
from lms.enrolments.catalogue import catalogue_listing as read_listing
from lms.enrolments.due import told
from lms.enrolments.presentation import CourseView, LessonView, course_view, lesson_view

register = template.Library()

register.filter("told", told)


@register.simple_tag(takes_context=True)
def catalogue_listing(context: Context, catalogue: CataloguePage) -> CatalogueListing:
    """Return one page of the catalogue, filtered by the address, with the reader's progress."""
    return read_listing(context["request"], catalogue)


@register.simple_tag(takes_context=True)
def course_learning(context: Context, course: CoursePage) -> CourseView:
    """Return the outline of a course, the reader's progress and the one thing to do next."""
    return course_view(context["request"], course)


@register.simple_tag(takes_context=True)
def module_learning(context: Context, module: ModulePage) -> CourseView:
    """Return the same for one module: its part of the outline only."""
    return course_view(context["request"], module.get_course(), only_module=module.pk)


@register.simple_tag(takes_context=True)
def lesson_learning(context: Context, lesson: LessonPage) -> LessonView:
    """Return whether the reader may read a lesson, and where it stands in the course."""
    return lesson_view(context["request"], lesson)
