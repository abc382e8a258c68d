# Prints what the last night's workbook has of the arrivals.
book=$(ls -t var/reports/2026-04-01/*/report.xlsx | head -n 1)
"$COUNTERFOIL" read "$book" --format '{ kind = "xlsx", sheet = "R-ORD arrivals" }'
