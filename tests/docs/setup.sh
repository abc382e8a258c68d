#!/bin/sh
# What make demo and make test say before there is a program: the packages to install, how far that and compiling are,
# and what went wrong.  apt-get, dpkg-query, sudo and the compiler are made up.
set -u
cd "$(dirname "$0")/../.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir "$work/bin" "$work/tmp"
PATH=$work/bin:$PATH
TMPDIR=$work/tmp
export TMPDIR

number=0 failed=0
ok() {
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		failed=1
		sed 's/^/# /' "$work/said"
	fi
}
says() {
	grep -qF -- "$1" "$work/said"
	ok $? "it says $1"
}
made_up() {
	cat >"$work/bin/$1"
	chmod +x "$work/bin/$1"
}

made_up sudo <<'END'
#!/bin/sh
exec "$@"
END
made_up dpkg-query <<'END'
#!/bin/sh
case $* in *tzdata* | *zstd*) exit 1 ;; esac
echo "ii "
END
made_up apt-get <<'END'
#!/bin/sh
echo "Get:1 http://debian.example bookworm InRelease"
for share in 0.0000 33.3333 33.3333 66.6667 100.0000; do
	echo "dlstatus:1:$share:Retrieving file 1 of 3"
done
case $* in *update*) exit 0 ;; esac
[ ! -e "$BREAKS" ] || { echo "E: no room on the disk" >&2; exit 100; }
echo "pmstatus:tzdata:50.0000:Unpacking tzdata"
echo "pmstatus:tzdata:100.0000:Installed tzdata"
echo "$*" >"$WORDS"
END
export WORDS="$work/words" BREAKS="$work/breaks"

.ci/setup build run >"$work/said" 2>&1
ok $? "packages are installed"
says "installing Debian packages: libzstd-dev tzdata zstd"
says "  fetching the lists of packages: 25 %"
says "  fetching: 100 %"
says "  installing: 50 %"
! grep -q "debian.example\|dlstatus" "$work/said"
ok $? "the rest of what apt-get says is not shown"
grep -q "install -y --no-install-recommends libzstd-dev tzdata zstd" "$work/words"
ok $? "these, and no others"
: >"$work/breaks"
.ci/setup build run >"$work/said" 2>&1
[ $? = 1 ]
ok $? "a failure is one"
says "E: no room on the disk"
says "the whole output is in $work/tmp"
.ci/setup test >"$work/said" 2>&1 && [ ! -s "$work/said" ]
ok $? "where nothing is missing nothing is said"

mkdir "$work/made"
cd "$work/made" || exit 1
cat >Makefile <<'END'
all: a.o b.o c.o d.o
%.o: %.c
	cc -c -o $@ $<
END
touch a.c b.c c.c d.c
made_up cc <<'END'
#!/bin/sh
[ ! -s "$4" ] || { echo "$4:1: error" >&2; exit 1; }
: >"$3"
END
unset MAKEFLAGS MAKELEVEL
"$root/.ci/build" all >"$work/said" 2>&1
ok $? "it builds"
says "building; files to compile: 4"
says "  compiling: 25 %"
says "  compiling: 100 %"
! grep -q "cc -c" "$work/said"
ok $? "the compiler's command lines are not shown"
"$root/.ci/build" all >"$work/said" 2>&1 && [ ! -s "$work/said" ]
ok $? "what is built already is not built again, without a word"
echo x >c.c
"$root/.ci/build" all >"$work/said" 2>&1
[ $? = 2 ]
ok $? "a file that cannot be compiled ends it"
says "c.c:1: error"

echo "1..$number"
exit $failed
