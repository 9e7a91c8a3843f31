#!/usr/bin/env python3
"""Tells snakemake what became of a Slurm job: running, success or failed. Needs no accounting database."""
import subprocess
import sys

FAILED = {"BOOT_FAIL", "CANCELLED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "REVOKED", "TIMEOUT"}

shown = subprocess.run(["scontrol", "--oneliner", "show", "job", sys.argv[1]], capture_output=True, text=True)
fields = dict(word.split("=", 1) for word in shown.stdout.split() if "=" in word)
state = fields.get("JobState", "")
if state == "COMPLETED":
    print("success")
elif state in FAILED or "Invalid job id" in shown.stderr:
    print("failed")
else:
    print("running")  # or the controller does not answer for the moment
