"""Both ends of many tunnels through a proxy. One end of each writes, and the other does not read until all of them are stuck; then every byte is
looked at.

Segments and buffers are made small, which Node can't do: on the loopback interface, a stuck tunnel would fill megabytes of the kernel's otherwise.

Usage: stalled-tunnels.py PROXY_PORT BACKEND_PORT TUNNELS. For a line on its standard input, it reads on. Prints JSON: how many tunnels were stuck, and which brought bytes that are not theirs.
"""
import json
import selectors
import socket
import sys
import time

# More than the kernel keeps of a tunnel.
MAX = 2_000_000
PIECE = 16_384
LARGE = 262_144
SWITCHING = b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"


def small(sock):
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 1400)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    return sock


def read_head(sock):
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += sock.recv(1)
    return head


def pattern(number, start, length):
    """A piece of the bytes that only the end of this number writes: its number, again and again."""
    unit = (0xA5000000 + number).to_bytes(4, "big")
    return (unit * (length // 4 + 2))[start % 4 :][:length]


class Tunnel:
    """One tunnel: from one end to the other."""

    def __init__(self, number, writer, reader):
        writer.setblocking(False)
        reader.setblocking(False)
        self.number, self.writer, self.reader = number, writer, reader
        self.written = self.read_so_far = 0
        self.wrong = False

    @property
    def stuck(self):
        return self.written < MAX

    @property
    def complete(self):
        return self.read_so_far == self.written

    def write(self):
        """Whether anything was taken."""
        if not self.stuck:
            return False
        try:
            self.written += self.writer.send(pattern(self.number, self.written, min(PIECE, MAX - self.written)))
            return True
        except BlockingIOError:
            return False

    def read(self):
        data = self.reader.recv(LARGE)
        if data != pattern(self.number, self.read_so_far, len(data)) or not data:
            self.wrong = True
        self.read_so_far += len(data)


def open_tunnels(proxy_port, backend_port, count):
    listener = small(socket.socket())
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", backend_port))
    listener.listen(1024)
    for number in range(count):
        client = small(socket.socket())
        client.connect(("127.0.0.1", proxy_port))
        client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
        backend, _ = listener.accept()
        read_head(backend)
        backend.sendall(SWITCHING)
        read_head(client)
        yield Tunnel(number, client, backend) if number % 2 else Tunnel(number, backend, client)


def write_until_stuck(tunnels):
    quiet = 0
    while quiet < 5:
        quiet = 0 if any([tunnel.write() for tunnel in tunnels]) else quiet + 1
        time.sleep(0.05)


def read_all(tunnels):
    """What was written until it was stuck."""
    with selectors.DefaultSelector() as selector:
        for tunnel in tunnels:
            # From here on, a small buffer would only take time.
            tunnel.reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LARGE)
            selector.register(tunnel.reader, selectors.EVENT_READ, tunnel)
        while selector.get_map():
            for key, _ in selector.select(30) or sys.exit("nothing moves any more"):
                tunnel = key.data
                tunnel.read()
                if tunnel.wrong or tunnel.complete:
                    selector.unregister(tunnel.reader)


tunnels = list(open_tunnels(*map(int, sys.argv[1:4])))
write_until_stuck(tunnels)
print(json.dumps({"stuck": sum(tunnel.stuck for tunnel in tunnels)}), flush=True)
sys.stdin.readline()
read_all(tunnels)
complete = sum(tunnel.complete for tunnel in tunnels)
print(json.dumps({"complete": complete, "wrong": [tunnel.number for tunnel in tunnels if tunnel.wrong]}))
