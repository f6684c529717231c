"""Browsers that ask one after the other over kept connections; raw sockets, so that asking costs next to nothing."""
import multiprocessing
import socket
import time


def answers_per_second(port, asked, *, browsers, for_s, expected):
    """Rate at which `browsers` processes get `asked` (paths and headers) answered with status `expected`."""
    with multiprocessing.get_context("fork").Pool(browsers) as pool:
        share = [(port, asked[n:] + asked[:n], for_s, expected) for n in range(browsers)]
        return sum(pool.starmap(_browse, share))


def ask(connection, port, path, headers):
    """Status, headers in lower case, and body of one answer."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *(f"{n}: {v}" for n, v in headers.items()), "", ""]
    connection.sendall("\r\n".join(lines).encode())
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(connection)
    head, body = received.split(b"\r\n\r\n", 1)
    status, *fields = head.decode("latin-1").split("\r\n")
    found = {name.lower(): value for name, value in (field.split(": ", 1) for field in fields)}
    while len(body) < int(found.get("content-length", 0)):
        body += _more(connection)
    return int(status.split()[1]), found, body


def _browse(port, asked, for_s, expected):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for path, headers in asked:  # every worker's first answer opens its database connection
            ask(connection, port, path, headers)
        begun, count = time.perf_counter(), 0
        while (lasted := time.perf_counter() - begun) < for_s:
            path, headers = asked[count % len(asked)]
            status, _found, _body = ask(connection, port, path, headers)
            if status != expected:
                raise AssertionError(f"{path} answered {status}, not {expected}")
            count += 1
    return count / lasted


def _more(connection):
    part = connection.recv(1 << 16)
    if not part:
        raise AssertionError("the server closed the connection")
    return part
