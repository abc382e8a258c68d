#!/bin/sh
# What README.md and docs/ show is what happens: the README's files and commands in an empty folder, the commands and
# the configuration that the pages name, their links, and the table of exit codes.
set -u
cd "$(dirname "$0")/../.."
root=$PWD
program=${COUNTERFOIL:-$root/build/check/counterfoil}
[ -x "$program" ] || program=$root/build/counterfoil
pages="README.md docs/*.md"

work=$(mktemp -d)
# The unprivileged user of the embedded cluster must be able to come in.
chmod 755 "$work"
mkdir "$work/bin" "$work/project"
ln -s "$program" "$work/bin/counterfoil"
PATH=$work/bin:$PATH
stop() {
	counterfoil stop --project "$work/project" >/dev/null 2>&1
	rm -rf "$work"
}
trap 'exit 130' INT
trap 'exit 143' TERM
trap stop EXIT

number=0 failed=0
ok() {
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		failed=1
		[ ! -s "$work/why" ] || sed 's/^/# /' "$work/why"
	fi
	: >"$work/why"
}

# The lines of all blocks of one language, one block after the other.
blocks_of() {
	awk -v fence="\`\`\`$1" '$0 == fence { inside = 1; next } /^```/ { inside = 0 } inside' "$2"
}

without_last_blanks() {
	awk '{ line[NR] = $0 } /./ { last = NR } END { for (i = 1; i <= last; i++) print line[i] }'
}

# A line "$ COMMAND", then what it prints; … stands for the folder.
console() {
	blocks_of console README.md >"$work/console"
	count=$(grep -c '^\$ ' "$work/console")
	i=0
	while [ "$i" -lt "$count" ]; do
		i=$((i + 1))
		command=$(awk -v n="$i" '/^\$ / && ++k == n { print substr($0, 3) }' "$work/console")
		awk -v n="$i" '/^\$ / { k++; next } k == n' "$work/console" | without_last_blanks >"$work/want"
		(cd "$work/project" && sh -c "$command") 2>&1 | sed "s|$work/project|…|" | without_last_blanks >"$work/got"
		diff "$work/want" "$work/got" >"$work/why"
		ok $? "README: $command"
	done
}

commands() {
	for name in $(grep -ohE '(`|\$ )counterfoil [a-z]+' $pages | awk '{ print $NF }' | sort -u); do
		counterfoil help "$name" >/dev/null 2>"$work/why"
		ok $? "there is a command $name"
	done
}

# An option that a page gives to a command is one of that command's.
options() {
	grep -ohE '(`|\$ )counterfoil [a-z]+[^`]*' $pages | grep -- '--' | sed 's/^[`$ ]*counterfoil //' | sort -u |
		while read -r name rest; do
			for word in $rest; do
				case $word in --*) echo "$name $word" ;; esac
			done
		done | sort -u >"$work/options"
	while read -r name option; do
		counterfoil help "$name" | grep -q -- "$option" || echo "$name has no $option" >>"$work/why"
	done <"$work/options"
	[ ! -s "$work/why" ]
	ok $? "every option shown is one of its command"
}

# The TOML of one page is one project.
projects() {
	for page in docs/*.md; do
		blocks_of toml "$page" >"$work/toml"
		[ -s "$work/toml" ] || continue
		mkdir -p "$work/page"
		cp "$work/toml" "$work/page/jobs.toml"
		counterfoil check --project "$work/page" >"$work/why" 2>&1
		ok $? "$page: its configuration is fine"
		rm -rf "$work/page"
	done
}

links() {
	for page in $pages; do
		grep -oE '\]\([^)#:]+' "$page" | cut -c3- | while read -r target; do
			[ -e "$(dirname "$page")/$target" ] || echo "$page: $target is not there"
		done
	done >"$work/why"
	[ ! -s "$work/why" ]
	ok $? "every link leads somewhere"
}

# What a page names of this repository is there, but for names that stand for many; and each promise has its row.
files() {
	grep -ohE '`(tests|fixtures|etl|sql|docs|jobs)/[A-Za-z0-9_./-]+[` ]' $pages | tr -d '` ' | grep -vE "NNN|VENDOR" |
		sort -u >"$work/files"
	while read -r file; do
		[ -e "$file" ] || echo "$file is not there" >>"$work/why"
	done <"$work/files"
	[ ! -s "$work/why" ]
	ok $? "$(wc -l <"$work/files") files and folders that the pages name are there"
	awk -F ' *[|] *' '/^\| [0-9]+ \|/ { print $2 }' docs/promises.md >"$work/got"
	seq 13 | diff - "$work/got" >"$work/why"
	ok $? "docs/promises.md: each promise has a row"
}

# A rule to copy is that of the case which shows what it finds.
rules() {
	awk '/^```toml-example case=/ { name = substr($2, 6); text = ""; next }
		/^```/ && name != "" { print name; printf "%s", text > (folder "/rule." name); name = ""; next }
		name != "" { text = text $0 "\n" }' folder="$work" docs/guide.md >"$work/cases"
	while read -r name; do
		cat "tests/cases/$name/project/"*.toml >"$work/case"
		awk 'NR == FNR { rule = rule $0 "\n"; next } { all = all $0 "\n" } END { exit index(all, rule) == 0 }' \
			"$work/rule.$name" "$work/case" || echo "the rules of tests/cases/$name are others" >>"$work/why"
	done <"$work/cases"
	[ -s "$work/cases" ] && [ ! -s "$work/why" ]
	ok $? "docs/guide.md: $(wc -l <"$work/cases") rules to copy are those of their cases"
}

exit_codes() {
	awk -F ' *[|] *' '/^\| [0-9]+ \|/ { print $2, $3 }' README.md >"$work/want"
	counterfoil help |
		awk '/^Exit codes/ { inside = 1; next } /^$/ { inside = 0 } inside { $1 = $1; print }' >"$work/got"
	diff "$work/want" "$work/got" >"$work/why"
	ok $? "README: the exit codes are those of help"
}

# What make demo says at its end: the report, what to try on it, and how to stop.
demo() {
	sed -n 's|^  $program|counterfoil|p' fixtures/demo/run >"$work/tried"
	while read -r _ name rest; do
		for word in --help $rest; do
			case $word in --*)
				counterfoil help "$name" | grep -q -- "$word" || echo "$name has no $word" >>"$work/why" ;;
			esac
		done
	done <"$work/tried"
	for name in discrepancies trace stop; do
		grep -q "^counterfoil $name" "$work/tried" || echo "$name is not told of" >>"$work/why"
	done
	grep -q docs/morning.md fixtures/demo/run || echo "docs/morning.md is not told of" >>"$work/why"
	[ ! -s "$work/why" ]
	ok $? "the demo ends with what to do next"
}

: >"$work/why"
awk -v folder="$work/project" -f docs/files.awk README.md
console
commands
options
projects
links
files
rules
exit_codes
demo
echo "1..$number"
exit "$failed"
