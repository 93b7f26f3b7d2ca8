"""How the web server runs: two processes of sixteen threads, recycled before they grow.

The site works for four people a process at a time (WEB_PLACES); the other threads hold those who
wait, save what is answered in a running attempt, and tell newcomers to wait.

Used by deploy/systemd/lms-web.service: `gunicorn -c deploy/gunicorn.conf.py lms.wsgi`.
"""

import gc
import os
import sys
from typing import Any

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "16"))
# As many as may knock at once: the site answers each of them at once, if only with "please wait".
backlog = 4096
timeout = 60
graceful_timeout = 30
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
# The site writes one line a request itself, without personal data.
accesslog = None
errorlog = "-"
# Only a proxy on the same machine may say that a request came by TLS.
forwarded_allow_ips = os.environ.get("PROXY_ADDRESSES", "127.0.0.1,::1")
# Nobody commands it but systemd; its folder is out of reach there.
control_socket_disable = True
# The heartbeat of a worker must not wait for a slow disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None


def post_worker_init(worker: Any) -> None:
    """Let a worker run smoothly for those who share it.

    What starting made is left out of every collection of garbage: a fifth of a long report.
    """
    gc.collect()
    gc.freeze()
    # A save comes back from the database some ten times, and waits for whoever computes a report
    # beside it: a tenth of a millisecond each time, instead of Python's five.
    sys.setswitchinterval(0.0001)
