# Turns files into C text: sql/stage/apply.sql becomes sql_stage_apply, etl/report/assets/page.css asset_page_css.
# With out=h the declarations, with out=c the definitions; migrations also stand in a list, by number.

function name_of(path,   n) {
	n = path
	sub(/^etl\/report\/assets\//, "asset_", n)
	sub(/\.sql$/, "", n)
	gsub(/[^A-Za-z0-9]/, "_", n)
	return n
}

function escape(line) {
	gsub(/\\/, "\\\\\\\\", line)
	gsub(/"/, "\\\"", line)
	gsub(/\?/, "\\?", line)
	gsub(/\t/, "\\t", line)
	gsub(/\r/, "\\r", line)
	return line
}

BEGIN {
	if (out == "h") {
		print "#ifndef EMBEDDED_H\n#define EMBEDDED_H\n"
		print "struct migration { int number; const char *name, *sql; };"
		print "extern const struct migration migrations[];"
		print "extern const int migration_count;\n"
	} else {
		print "#include \"embedded.h\"\n"
	}
	for (i = 1; i < ARGC; i++) {
		path = ARGV[i]
		n = name_of(path)
		if (path ~ /^sql\/schema\//)
			schema[++schemas] = path
		if (out == "h") {
			print "extern const char " n "[];"
			continue
		}
		print "const char " n "[] ="
		while ((getline line < path) > 0)
			print "\t\"" escape(line) "\\n\""
		close(path)
		print "\t\"\";\n"
	}
	if (out == "h") {
		print "\n#endif"
		exit
	}
	print "const struct migration migrations[] = {"
	for (i = 1; i <= schemas; i++) {
		base = schema[i]
		sub(/^.*\//, "", base)
		sub(/\.sql$/, "", base)
		print "\t{" (substr(base, 1, 3) + 0) ", \"" base "\", " name_of(schema[i]) "},"
	}
	print "\t{0, 0, 0}\n};"
	print "const int migration_count = " schemas + 0 ";"
	exit
}
