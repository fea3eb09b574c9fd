#!/usr/bin/env python3
"""Runs a scenario in shards on Dask workers, and merges them.

    dask_shards.py SHARDS OUTPUT SCENARIO [OPTION...]

OPTIONs are those of `saule run` that say what is simulated, such as --replications or --set. Called again, only shards of
this very run that are not there yet are simulated. Folders must be on a disk that all workers share.

    DASK_SCHEDULER   address of a scheduler, such as tcp://10.0.0.1:8786; without it, workers are started here
    SAULE            the program (default: saule)
    SAULE_MERGE      options of the merge, such as "--locale fr --formats pdf"

A shard whose worker dies is given to another worker by Dask; one whose program is killed is tried again there.
"""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from distributed import Client, LocalCluster, as_completed

ATTEMPTS = 3


def simulate(saule, scenario, options, output, shard, shards):
    """Runs one shard on the worker, unless it is there; its folder appears when it is whole."""
    command = [saule, "run", scenario, *options, "--output", output]
    command += ["--shard", f"{shard}/{shards}", "--threads", "1", "--resume", "--quiet"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"shard {shard}/{shards}: status {done.returncode}: {done.stderr.strip()}")
    return shard


def main():
    if len(sys.argv) < 4 or not sys.argv[1].isdigit() or int(sys.argv[1]) == 0:
        print("usage: dask_shards.py SHARDS OUTPUT SCENARIO [OPTION...]", file=sys.stderr)
        return 2
    shards, output, scenario, options = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4:]
    saule = shutil.which(os.environ.get("SAULE", "saule"))
    if saule is None:
        print("there is no saule: set SAULE to the program", file=sys.stderr)
        return 2
    # What is wrong with the scenario should not be found by a hundred workers.
    if subprocess.run([saule, "check", "--quiet", scenario]).returncode != 0:
        return 2

    output, scenario = str(Path(output).resolve()), str(Path(scenario).resolve())
    folders = [f"{output}-shard-{shard}-of-{shards}" for shard in range(1, shards + 1)]

    address = os.environ.get("DASK_SCHEDULER")
    cluster = None if address else LocalCluster(threads_per_worker=1)
    with Client(address or cluster) as client:
        # Every shard is a task of its own name, so that asking twice for one does not simulate it twice.
        futures = [
            client.submit(simulate, saule, scenario, options, output, shard, shards, retries=ATTEMPTS - 1)
            for shard in range(1, shards + 1)
        ]
        for future in as_completed(futures):
            print(f"shard {future.result()} of {shards} is done", flush=True)
    if cluster is not None:
        cluster.close()

    merge_options = shlex.split(os.environ.get("SAULE_MERGE", ""))
    return subprocess.run([saule, "merge", *folders, "--output", output, *merge_options]).returncode


if __name__ == "__main__":
    sys.exit(main())
