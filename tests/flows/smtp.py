"""A mail server of tests on this machine: takes mails, or takes them and never says so."""

import re
import socket
import threading
from email import message_from_bytes
from email.message import Message


class MailServer:
    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.answers = True
        self.taken: list[Message] = []
        self.has_taken = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rwb") as line:

            def say(text: str) -> None:
                line.write(f"{text}\r\n".encode())
                line.flush()

            say("220 test")
            while command := line.readline():
                if re.match(rb"(?i)DATA", command):
                    say("354 go on")
                    text = b"".join(iter(line.readline, b".\r\n"))
                    self.taken.append(message_from_bytes(text))
                    self.has_taken.set()
                    if not self.answers:
                        line.read()  # until the other side has ended
                        return
                    say("250 taken")
                elif re.match(rb"(?i)QUIT", command):
                    say("221 bye")
                    return
                else:
                    say("250 well")

    def close(self) -> None:
        self.socket.close()
