"""A program of somebody else's, with a MIDI port of its own: plays a clock, or keys, at times it was told.

    python second_program.py clock BPM BEATS     start and so many beats of clock, then stop
    python second_program.py keys STEP_S COUNT   keys, each held for half a step
    python second_program.py listen SECONDS      prints what comes in, with its time

It prints `ready` once its port is there, waits for a line, and then prints the time (monotonic, seconds) of
each message that it sends.
"""

import sys
import time

import rtmidi


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    what, first, second = (*sys.argv[1:], "0")[:3]
    if what == "listen":
        listen(float(first))
        return
    port = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name="Second program")
    port.open_virtual_port("out")
    say("ready")
    sys.stdin.readline()
    if what == "clock":
        play_clock(port, float(first), float(second))
    else:
        play_keys(port, float(first), int(second))
    sys.stdin.readline()
    port.delete()


def play_clock(port: "rtmidi.MidiOut", bpm: float, beats: float) -> None:
    period_s, begin_s = 60 / bpm / 24, time.monotonic() + 0.05
    for pulse in range(-24, round(beats * 24)):  # a beat of clock before the start
        if pulse == 0:
            port.send_message([0xFA])
        send_at(port, [0xF8], begin_s + (pulse + 24) * period_s)
    port.send_message([0xFC])
    say("done")


def play_keys(port: "rtmidi.MidiOut", step_s: float, count: int) -> None:
    begin_s = time.monotonic() + 0.05
    for i in range(count):
        at_s = send_at(port, [0x90, 48 + i % 24, 1 + i % 127], begin_s + i * step_s)
        say(f"{at_s:.6f}")
        send_at(port, [0x80, 48 + i % 24, 64], begin_s + (i + 0.5) * step_s)
    say("done")


def send_at(port: "rtmidi.MidiOut", message: list[int], at_s: float) -> float:
    while (ahead_s := at_s - time.monotonic()) > 0:
        time.sleep(max(0.0, ahead_s - 0.0002))
    port.send_message(message)
    return time.monotonic()


def listen(seconds: float) -> None:
    heard: list[tuple[float, bytes]] = []
    port = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name="Second program")
    port.ignore_types(timing=False)
    port.set_callback(lambda event, _: heard.append((time.monotonic(), bytes(event[0]))))
    port.open_virtual_port("in")
    say("ready")
    sys.stdin.readline()
    time.sleep(seconds)
    port.cancel_callback()
    time.sleep(0.05)  # delete holds the lock that a message on its way in would wait for
    port.delete()
    for at_s, message in heard:
        say(f"{at_s:.6f} {message.hex()}")
    say("done")


if __name__ == "__main__":
    main()
