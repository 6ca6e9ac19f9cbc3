import io
import threading

from genre_studio.generation.channel import Frame, read_frame
from genre_studio.generation.worker import Worker


def test_reports_from_several_threads_do_not_mix() -> None:
    pipe = io.BytesIO()

    class Halving:
        """A pipe that takes every write in two halves, with other threads let in between."""

        def write(self, data: bytes) -> None:
            pipe.write(data[: len(data) // 2])
            turn.wait(0.001)
            pipe.write(data[len(data) // 2 :])

        def flush(self) -> None:
            pass

    turn = threading.Event()
    worker = Worker(io.BytesIO(), Halving())
    frame = Frame({"kind": "progress"}, b"12345678")
    threads = [threading.Thread(target=lambda: [worker.send(1, frame) for _ in range(20)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pipe.seek(0)
    for _ in range(80):
        told = read_frame(pipe)
        assert told is not None
        assert told.blob == b"12345678"
    assert read_frame(pipe) is None
