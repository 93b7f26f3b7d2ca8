"""Bringing frameworks from files into the database: again and again without harm."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from lms.agencies.models import Position
from lms.competencies.framework_files import (
    FOLDER,
    REQUIRED_LEVELS,
    FrameworkData,
    InvalidFile,
    RequiredData,
    framework_paths,
    read_framework,
    read_required_levels,
)
from lms.competencies.models import Competency, Framework, ProficiencyLevel, RequiredLevel
from lms.competencies.naming import OWN_FRAMEWORK

REQUIRED_FROM = dt.date(2026, 1, 1)


@dataclass
class Loaded:
    """What a run has done, for whoever started it."""

    frameworks: list[Framework] = field(default_factory=list)
    required_levels: int = 0
    unknown_positions: list[str] = field(default_factory=list)


@transaction.atomic
def load_frameworks(*, folder: Path = FOLDER, required_from: dt.date = REQUIRED_FROM) -> Loaded:
    """Add and correct frameworks; nothing is deleted, required levels that exist stay as they are.

    Raises InvalidFile before anything is written, or with everything undone.
    """
    loaded = Loaded()
    for data in [read_framework(path) for path in framework_paths(folder)]:
        loaded.frameworks.append(_write_framework(data))
    path = folder / REQUIRED_LEVELS
    if path.exists():
        _write_required_levels(read_required_levels(path), path, required_from, loaded)
    return loaded


def _write_framework(data: FrameworkData) -> Framework:
    framework, _created = Framework.objects.update_or_create(
        code=data.code,
        version=data.version,
        defaults={
            "name": data.name.vi,
            "name_en": data.name.en,
            "source": data.source.vi,
            "source_en": data.source.en,
            "licence": data.licence.vi,
            "licence_en": data.licence.en,
        },
    )
    for level in data.levels:
        ProficiencyLevel.objects.update_or_create(
            framework=framework,
            number=level.number,
            defaults={
                "name": level.name.vi,
                "name_en": level.name.en,
                "description": level.description.vi,
                "description_en": level.description.en,
            },
        )
    by_code: dict[str, Competency] = {}
    for position, each in enumerate(data.competencies):
        by_code[each.code], _created = Competency.objects.update_or_create(
            framework=framework,
            code=each.code,
            defaults={
                "parent": by_code.get(each.parent),
                "name": each.name.vi,
                "name_en": each.name.en,
                "description": each.description.vi,
                "description_en": each.description.en,
                "position": position,
            },
        )
    return framework


def _write_required_levels(
    rows: list[RequiredData], path: Path, required_from: dt.date, loaded: Loaded
) -> None:
    framework = Framework.objects.filter(code=OWN_FRAMEWORK).order_by("-version").first()
    if framework is None:
        raise InvalidFile(f"{path.name}: the framework {OWN_FRAMEWORK} has not been loaded")
    competencies = {each.code: each for each in framework.competencies.all()}
    levels = {level.number: level for level in framework.levels.all()}
    positions = {each.code: each for each in Position.objects.all()}
    existing = set(RequiredLevel.objects.values_list("position_id", "competency_id"))
    new = []
    for row in rows:
        for code, number in row.levels.items():
            if code not in competencies:
                raise InvalidFile(f"{path.name}: {row.position}: {code} is not in {framework.code}")
            if number not in levels:
                raise InvalidFile(f"{path.name}: {row.position}.{code}: there is no level {number}")
        if (position := positions.get(row.position)) is None:
            loaded.unknown_positions.append(row.position)
            continue
        new += [
            RequiredLevel(
                position=position,
                competency=competencies[code],
                level=levels[number],
                valid_from=required_from,
            )
            for code, number in row.levels.items()
            if (position.pk, competencies[code].pk) not in existing
        ]
    loaded.required_levels = len(RequiredLevel.objects.bulk_create(new))
