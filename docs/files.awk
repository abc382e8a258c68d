# The files that a page shows: each ```LANGUAGE file=PATH … ``` becomes one below the folder.
#   awk -v folder=DIR -f docs/files.awk PAGE
/^```[a-z]+ file=/ {
	path = folder "/" substr($2, 6)
	dir = path
	sub(/\/[^\/]*$/, "", dir)
	system("mkdir -p '" dir "'")
	printf "" > path
	inside = 1
	next
}
/^```/ { inside = 0 }
inside { print > path }
