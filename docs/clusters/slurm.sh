#!/usr/bin/env bash
# Runs a scenario as a Slurm job array, a shard a task, and merges the shards when all tasks have ended.
#
#   slurm.sh SHARDS OUTPUT SCENARIO [OPTION...]
#
# OPTIONs are those of `saule run` that say what is simulated, such as --replications or --set. Called again, only shards
# of this very run that are not there yet are simulated. Folders must be on a disk that all nodes share.
#
# SAULE             the program (default: saule)
# SAULE_MERGE       options of the merge, such as "--locale fr --formats pdf"
# SBATCH_PARTITION, SBATCH_TIMELIMIT, SBATCH_ACCOUNT ...   are understood by sbatch itself
# SAULE_CPUS        processors of a task (default: 1)
set -euo pipefail

if (($# < 3)) || ! [[ $1 =~ ^[1-9][0-9]*$ ]]; then
    echo "usage: $0 SHARDS OUTPUT SCENARIO [OPTION...]" >&2
    exit 2
fi
shards=$1 output=$2 scenario=$3
shift 3
saule=$(command -v "${SAULE:-saule}") || { echo "there is no ${SAULE:-saule}: set SAULE to the program" >&2; exit 2; }

# What is wrong with the scenario should not be found by a hundred tasks.
"$saule" check --quiet "$scenario"

quoted() { printf '%q ' "$@"; }
log=$output-log
mkdir -p "$log"
# A task whose shard is there already ends at once. A killed program is tried again at once. One that was told to stop
# (time limit, preemption) has kept what it had; the task returns to the queue and goes on from there. A lost node is
# Slurm's own business (--requeue).
array=$(sbatch --parsable --requeue --open-mode=append --signal=TERM@60 --array="1-$shards" \
    --job-name=saule --cpus-per-task="${SAULE_CPUS:-1}" --output="$log/shard-%a.log" <<EOF
#!/usr/bin/env bash
run() {
    srun --ntasks=1 --cpus-per-task="\$SLURM_CPUS_PER_TASK" \\
        $(quoted "$saule" run "$scenario" "$@" --output "$output") \\
        --shard "\$SLURM_ARRAY_TASK_ID/$shards" --threads "\$SLURM_CPUS_PER_TASK" --resume
}
for attempt in 1 2 3; do
    run && exit 0
    status=\$?
    echo "shard \$SLURM_ARRAY_TASK_ID of $shards: attempt \$attempt ended with status \$status"
    if ((status == 130)); then
        scontrol requeue "\${SLURM_ARRAY_JOB_ID}_\$SLURM_ARRAY_TASK_ID"
        exit "\$status"
    fi
    ((status > 128)) || break
done
exit "\$status"
EOF
)
echo "job ${array%%;*}: $shards shards"

folders=()
for ((shard = 1; shard <= shards; shard++)); do
    folders+=("$output-shard-$shard-of-$shards")
done
read -ra options <<<"${SAULE_MERGE:-}"
# After any end, not only success: the merge itself says which shards are missing.
merge=$(sbatch --parsable --dependency="afterany:${array%%;*}" --job-name=saule-merge --output="$log/merge.log" <<EOF
#!/usr/bin/env bash
$(quoted "$saule" merge "${folders[@]}" --output "$output" "${options[@]}")
EOF
)
echo "job ${merge%%;*}: merges them into $output; $log/merge.log will say how it went"
