"""Prints the cost of each stage of the workflow for these videos, scaled to one hour of video. Called by `measure stages`.

CPU seconds and peak memory are the kernel's for the process (rusage); read and written are what it asked the file system for
(/proc/PID/io: rchar, wchar), from the page cache or not. Every stage runs once, on one thread, as a job does.
"""
import json, os, subprocess, sys, tempfile


def run(command):
    """CPU seconds, peak MB, MB read and MB written of a command."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = process.stderr.read()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # its figures vanish with the process
    with open(f"/proc/{process.pid}/io") as file:
        io = dict(line.split(": ") for line in file.read().splitlines())
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"measure: {' '.join(command)} failed: {error.decode(errors='replace').strip()}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, int(io["rchar"]) / 1e6, int(io["wchar"]) / 1e6


def stages(video, folder, duration):
    """(name, command, how often per video) of each stage, in order; later ones read what earlier ones wrote."""
    at = lambda name: os.path.join(folder, name)
    common = ["--threads", "1", "--quiet"]
    analyze = ["smartcrop", "analyze", video, "--aspect", "9:16", *common]
    half = f"{duration / 2:.3f}"
    return [
        ("analyze, bursts", [*analyze, "--json", at("bursts.json")]),
        ("analyze, dense", [*analyze, "--sampling", "dense", "--field", at("whole.part")]),
        ("first half of it", [*analyze, "--end", half, "--field", at("a.part")]),
        ("second half of it", [*analyze, "--start", half, "--field", at("b.part")]),
        ("analyze, dynamic", [*analyze, "--mode", "dynamic", "--json", at("dynamic.json")]),
        ("merge of 2 parts", ["smartcrop", "merge", at("a.part"), at("b.part"), "--plan", at("plan.json"), "--json",
                              at("analysis.json"), *common]),
        ("render, x264 medium", ["smartcrop", "crop", video, at("crop.mp4"), "--plan", at("plan.json"), *common]),
        ("report", ["smartcrop", "visualize", video, "--analysis", at("analysis.json"), "--report", "--output",
                    at("report"), *common]),
    ]


def probe(video):
    shown = subprocess.run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries",
                            "stream=width,height,avg_frame_rate,codec_name:format=duration,size", "-of", "json", "file:" + video],
                           capture_output=True, text=True)
    if shown.returncode != 0:
        sys.exit(f"measure: {video}: cannot be read: {shown.stderr.strip()}")
    return json.loads(shown.stdout)


def main():
    for video in sys.argv[1:]:
        probed = probe(video)
        stream, duration = probed["streams"][0], float(probed["format"]["duration"])
        megabytes = int(probed["format"]["size"]) / 1e6
        print(f"{stream['codec_name']} {stream['width']}x{stream['height']}, {stream['avg_frame_rate']} fps, {duration:.1f} s,"
              f" {megabytes:.1f} MB ({megabytes * 8 / duration:.2f} Mbit/s)")
        print("| stage | CPU s | CPU s an hour | peak MB | read MB | written MB |")
        print("|---|---|---|---|---|---|")
        with tempfile.TemporaryDirectory() as folder:
            for name, command in stages(video, folder, duration):
                cpu_s, peak_mb, read_mb, written_mb = run(command)
                print(f"| {name} | {cpu_s:.2f} | {cpu_s * 3600 / duration:.0f} | {peak_mb:.0f} | {read_mb:.1f} |"
                      f" {written_mb:.1f} |", flush=True)


main()
