"""Frameworks of competencies, what positions require, and the evidence that people have."""

from lms.competencies.models.evidence import Evidence, EvidenceKind, EvidenceState
from lms.competencies.models.framework import Competency, Framework, ProficiencyLevel
from lms.competencies.models.required_level import RequiredLevel

__all__ = [
    "Competency",
    "Evidence",
    "EvidenceKind",
    "EvidenceState",
    "Framework",
    "ProficiencyLevel",
    "RequiredLevel",
]
