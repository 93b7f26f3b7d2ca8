"""PDFs are drawn beside the site: by few at a time, for each in turn, and harming nobody."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings as project

from lms.documents.pdf import place_for, places, pool, render_pdf
from lms.documents.pdf.exceptions import DrawerDied, NoPlaceNow, NotDrawn, OneAtATime, TooLong
from lms.documents.pdf.pool import POOL, Pool
from tests.documents.test_pdf import page
from tests.pdf import text_of

# Some minutes of work for the library.
ENDLESS = page("".join(f"<table><tr><td>{n}<td>Dòng</table>" for n in range(20_000)))
LIMIT = 1.5


@pytest.fixture
def own_pool(monkeypatch):
    """Return a pool that no other test has used."""
    own = Pool()
    monkeypatch.setattr(pool, "POOL", own)
    yield own
    for drawer in own._idle:
        drawer.end()


def drawer_of(own: Pool) -> pool.Drawer:
    (drawer,) = own._idle
    return drawer


def test_the_process_of_the_site_never_loads_the_library():
    code = (
        "import django, sys; django.setup();"
        "from lms.documents.pdf import render_pdf;"
        "assert render_pdf('<html lang=vi><title>a</title><p>a').startswith(b'%PDF');"
        "print('weasyprint' in sys.modules)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings.test"}
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "False"


def test_a_drawing_process_gives_way_and_knows_no_secrets(own_pool, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "khoa-bi-mat")
    render_pdf(page("<p>a</p>"))
    process = Path(f"/proc/{drawer_of(own_pool).process.pid}")
    niceness = int(process.joinpath("stat").read_text().rpartition(")")[2].split()[16])
    assert niceness >= min(19, os.nice(0) + 19)
    assert b"khoa-bi-mat" not in process.joinpath("environ").read_bytes()
    assert process.joinpath("oom_score_adj").read_text().strip() == "1000"
    open_files = {os.readlink(each) for each in process.joinpath("fd").iterdir()}
    assert not [name for name in open_files if "sqlite" in name]


def test_a_process_draws_one_document_after_the_other(own_pool):
    render_pdf(page("<p>a</p>"))
    first = drawer_of(own_pool).process.pid
    render_pdf(page("<p>b</p>"))
    assert drawer_of(own_pool).process.pid == first


def test_a_process_is_replaced_after_many_documents(own_pool, monkeypatch):
    monkeypatch.setattr(pool, "DOCUMENTS_EACH", 1)
    render_pdf(page("<p>a</p>"))
    assert own_pool._idle == []


def test_what_takes_too_long_is_ended_and_the_next_is_drawn(own_pool, settings):
    settings.LMS_DOCUMENT_SECONDS = LIMIT
    began = time.monotonic()
    with pytest.raises(TooLong):
        render_pdf(ENDLESS)
    assert time.monotonic() - began < LIMIT + 5
    assert own_pool._idle == []
    settings.LMS_DOCUMENT_SECONDS = 45
    assert "Trang sau" in text_of(render_pdf(page("<p>Trang sau</p>")))


def test_a_process_that_is_killed_takes_one_document_along_and_no_other(own_pool, monkeypatch):
    answer = pool.Drawer._answer

    def kill_it_when_it_asks(drawer, address, until):
        os.kill(drawer.process.pid, signal.SIGKILL)
        answer(drawer, address, until)

    monkeypatch.setattr(pool.Drawer, "_answer", kill_it_when_it_asks)
    with pytest.raises(DrawerDied):
        render_pdf(page("<p>a</p>"))
    monkeypatch.setattr(pool.Drawer, "_answer", answer)
    assert render_pdf(page("<p>b</p>")).startswith(b"%PDF")


def test_a_process_that_ended_while_nobody_asked_is_replaced_unseen(own_pool):
    render_pdf(page("<p>a</p>"))
    drawer = drawer_of(own_pool)
    drawer.process.kill()
    drawer.process.wait()
    assert render_pdf(page("<p>b</p>")).startswith(b"%PDF")
    assert drawer_of(own_pool) is not drawer


def test_a_process_that_ends_just_when_it_is_asked_is_replaced_unseen(own_pool, monkeypatch):
    render_pdf(page("<p>a</p>"))
    drawer = drawer_of(own_pool)
    drawer.process.kill()
    monkeypatch.setattr(pool.Drawer, "is_well", property(lambda drawer: True))
    assert render_pdf(page("<p>b</p>")).startswith(b"%PDF")


def test_a_document_that_cannot_be_drawn_is_said_and_ends_nothing(own_pool):
    with pytest.raises(NotDrawn):
        render_pdf(page("<p>a</p>"), pdf_variant="pdf/x-unknown")
    assert render_pdf(page("<p>a</p>")).startswith(b"%PDF")


def test_a_drawing_process_ends_with_the_site():
    drawer = pool.Drawer()
    drawer.line.close()
    assert drawer.process.wait(timeout=20) == 0


def test_one_person_has_one_document_drawn_at_a_time(settings):
    settings.LMS_DOCUMENT_PLACES = 2
    with place_for(1):
        with pytest.raises(OneAtATime), place_for(1):
            pass
        with place_for(2):
            pass
    with place_for(1):
        pass


def test_all_people_together_have_so_many_drawn_at_a_time(settings):
    settings.LMS_DOCUMENT_PLACES = 2
    with place_for(1), place_for(2), pytest.raises(NoPlaceNow), place_for(3):
        pass
        # Tasks and commands have a place of their own.
    with place_for(3):
        pass


def test_tasks_and_commands_draw_while_all_places_of_people_are_taken(settings):
    settings.LMS_DOCUMENT_PLACES = 1
    drawn: list[bytes] = []
    with place_for(1):
        other = threading.Thread(target=lambda: drawn.append(render_pdf(page("<p>a</p>"))))
        other.start()
        other.join(timeout=60)
    assert drawn[0].startswith(b"%PDF")


def test_who_holds_a_place_waits_for_no_other(settings, monkeypatch):
    monkeypatch.setattr(places, "PATIENCE", 0.0)
    taken = places._take(places._folder() / places.BACKGROUND, places.BACKGROUND)
    assert taken is not None
    with pytest.raises(NoPlaceNow):
        render_pdf(page("<p>a</p>"))
    with place_for(1):
        assert render_pdf(page("<p>a</p>")).startswith(b"%PDF")
    os.close(taken)


HOLDER = """
import os, signal, sys, django; django.setup()
from django.conf import settings
settings.LMS_DRAWING_FOLDER = sys.argv[1]
from lms.documents.pdf import place_for
with place_for(7):
    print("held", flush=True)
    signal.pause()
"""


def test_a_killed_web_process_gives_its_place_back(settings):
    settings.LMS_DOCUMENT_PLACES = 1
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, settings.LMS_DRAWING_FOLDER],
        cwd=project.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings.test"},
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(OneAtATime), place_for(7):
        pass
    with pytest.raises(NoPlaceNow), place_for(8):
        pass
    holder.kill()
    holder.wait()
    holder.stdout.close()
    with place_for(8):
        pass


def test_a_fork_leaves_the_processes_to_whoever_started_them(own_pool):
    render_pdf(page("<p>a</p>"))
    own_pool.forget()
    assert own_pool._idle == []
    assert render_pdf(page("<p>b</p>")).startswith(b"%PDF")


def test_the_pool_of_a_forked_process_is_empty():
    render_pdf(page("<p>a</p>"))
    assert POOL._idle
    child = os.fork()
    if child == 0:
        os._exit(len(POOL._idle))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_folder_that_cannot_be_written_is_said_and_no_error_of_the_site(settings, tmp_path):
    tmp_path.joinpath("file").write_text("")
    settings.LMS_DRAWING_FOLDER = str(tmp_path / "file" / "drawing")
    with pytest.raises(NotDrawn), place_for(1):
        pass
    with pytest.raises(NotDrawn):
        render_pdf(page("<p>a</p>"))


def test_a_system_that_starts_no_process_is_said_too(own_pool, monkeypatch):
    def refuse(*given: object, **named: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(pool.subprocess, "Popen", refuse)
    with pytest.raises(DrawerDied):
        render_pdf(page("<p>a</p>"))
