#!/bin/bash
# Run once by the primary's image, when its database is made: a standby may follow, with the password.
set -euo pipefail
echo 'host replication phuluc all scram-sha-256' >> "$PGDATA/pg_hba.conf"
