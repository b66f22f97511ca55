"""Does a browser show what FFmpeg decodes? ``python benchmarks/browser.py LECTURE.mp4``

Pictures that stand still are frames of our own making (``scenes/render/h264.py``), so a player has
to be asked. A headless Chromium seeks to moments spread over the film, first in order, then back
and forth, draws each on a canvas and sends it here; it is compared with FFmpeg's frame of that
moment. Prints one line a moment and the worst; exits with 1 if a frame is another one.
"""

from __future__ import annotations

import http.server
import io
import json
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import av
import numpy as np
from PIL import Image

MOMENTS = 40
SAME = 8.0  # mean level of difference of the worst 32×32 tile: colours are converted by others
PAGE = b"""<!doctype html><canvas></canvas><script>
(async () => {
  const moments = await (await fetch('/moments')).json();
  const film = document.createElement('video');
  film.muted = true;
  film.src = URL.createObjectURL(await (await fetch('/film')).blob());
  await new Promise((ok, no) => { film.onloadeddata = ok; film.onerror = no; });
  const canvas = document.querySelector('canvas');
  [canvas.width, canvas.height] = [film.videoWidth, film.videoHeight];
  for (const [number, moment] of moments.entries()) {
    const there = new Promise(ok => { film.onseeked = ok; });
    film.currentTime = moment;
    await there;
    canvas.getContext('2d').drawImage(film, 0, 0);
    const picture = await new Promise(ok => canvas.toBlob(ok, 'image/png'));
    await fetch('/picture/' + number, {method: 'POST', body: picture});
  }
  await fetch('/end', {method: 'POST', body: ''});
})().catch(error => fetch('/end', {method: 'POST', body: 'failed: ' + error}));
</script>"""


class Server(http.server.ThreadingHTTPServer):
    """Hands out the page and the film, takes in pictures."""

    def __init__(self, film: bytes, moments: list[float]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = {"/": PAGE, "/film": film, "/moments": json.dumps(moments).encode()}
        self.pictures: dict[int, bytes] = {}
        self.end = threading.Event()
        self.said = ""


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self._answer(self.server.answers.get(self.path, b""))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/end":
            self.server.said = body.decode()
            self.server.end.set()
        else:
            self.server.pictures[int(self.path.rsplit("/", 1)[1])] = body
        self._answer(b"")

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header(
            "Content-Type", "text/html" if body is PAGE else "application/octet-stream"
        )
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def main(path: Path) -> int:
    """Compare; the exit status."""
    browser = shutil.which("chromium") or shutil.which("chrome")
    if browser is None:
        print("no Chromium found")
        return 2
    with av.open(str(path)) as film:
        video = film.streams.video[0]
        count, rate = video.frames, float(video.average_rate or 0)
    spread = np.linspace(0, count - 1, MOMENTS).astype(int)
    back_and_forth = np.random.default_rng(1).permutation(spread)[: MOMENTS // 2]
    numbers = [*spread.tolist(), *back_and_forth.tolist()]
    server = Server(path.read_bytes(), [(number + 0.5) / rate for number in numbers])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as profile:
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
        address = f"http://127.0.0.1:{server.server_port}/"
        process = subprocess.Popen(
            [browser, *flags, address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        ended = server.end.wait(300)
        process.terminate()
        process.wait()
    server.shutdown()
    if not ended or server.said:
        print(server.said or "the browser did not answer")
        return 1
    return report(path, numbers, server.pictures)


def report(path: Path, numbers: list[int], pictures: dict[int, bytes]) -> int:
    """Print how the pictures differ from FFmpeg's frames of these numbers."""
    wanted, exact = set(numbers), {}
    with av.open(str(path)) as film:
        for index, frame in enumerate(film.decode(video=0)):
            if index in wanted:
                exact[index] = frame.to_ndarray(format="rgb24")
    worst = 0.0
    for place, number in enumerate(numbers):
        found = np.asarray(Image.open(io.BytesIO(pictures[place])).convert("RGB"))
        away = tile_difference(found, exact[number])
        worst = max(worst, away)
        print(f"frame {number:6d}: {away:6.2f}")
    print(f"worst of {len(numbers)}: {worst:.2f} levels; the same frame is under {SAME}")
    return int(worst >= SAME)


def tile_difference(one: np.ndarray, two: np.ndarray) -> float:
    """Mean difference of the worst 32×32 tile, in levels."""
    away = np.abs(one.astype(float) - two).mean(axis=2)
    rows, columns = (side // 32 * 32 for side in away.shape)
    tiles = away[:rows, :columns].reshape(rows // 32, 32, columns // 32, 32)
    return float(tiles.mean(axis=(1, 3)).max())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
