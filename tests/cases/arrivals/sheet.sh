# Prints what the last night's workbook has of the arrivals.
"$COUNTERFOIL" read var/reports/2026-04-01/nightly-3/report.xlsx --format '{ kind = "xlsx", sheet = "R-ORD arrivals" }'
