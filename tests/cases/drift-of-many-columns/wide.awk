BEGIN { FS = OFS = ";" }
{ for (i = 1; i <= n; i++) $(6 + i) = NR == 1 ? "Extra" i : i; print }
