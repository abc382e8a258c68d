# Prints a sheet of the first night's workbook: sh sheet.sh NAME
"$COUNTERFOIL" read var/reports/2026-03-30/payouts-1/report.xlsx --format "{ kind = 'xlsx', sheet = '$1' }"
