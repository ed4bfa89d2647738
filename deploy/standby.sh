#!/bin/bash
# The standby of deploy/compose.yaml: copies the primary the first time, and follows it from then on.
# docs/operations.md tells what to do when the primary is lost.
set -euo pipefail
PGPASSWORD="$(< /run/secrets/database-password)"
export PGPASSWORD
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    install --directory --mode=0700 "$PGDATA"
    pg_basebackup --host=database --username=phuluc --pgdata="$PGDATA" \
        --write-recovery-conf --checkpoint=fast
fi
# What is being read here is not taken away by what the primary tidies.
exec postgres -c hot_standby_feedback=on
