"""Lays out the HTML it reads from standard input as PDF on standard output. Knows nothing of Django."""

import resource
import sys

from weasyprint import HTML
from weasyprint.urls import URLFetcher

MOST_MEMORY = 3 * 1024**3  # bytes


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    # Neither files nor addresses: whatever a page needs is in it.
    page = HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=URLFetcher(allowed_protocols=["data"]))
    sys.stdout.buffer.write(page.write_pdf())


if __name__ == "__main__":
    main()
