#!/usr/bin/env bash
# Measures what reading costs, and writes the table in README.md anew.
# Usage: benches/figures.sh
set -euo pipefail

repository=$(cd "$(dirname "$0")/.." && pwd)
table=$(mktemp)
trap 'rm -f "$table" "$table.new"' EXIT
(cd "$repository" && cargo bench --quiet --bench instructions) >"$table"
awk -v table="$table" '
    /<!-- figures: reading -->/ { print; while ((getline line < table) > 0) print line; inside = 1 }
    /<!-- end of figures -->/ { inside = 0 }
    !inside { print }
' "$repository/README.md" >"$table.new"
grep -q 'end of figures' "$table.new"
cat "$table.new" >"$repository/README.md"
