#!/bin/sh
# Includes point downwards only: cmd, web -> app -> store, lib; lib sees lib alone.
bad=0
deny() { # folder, pattern, sentence
	[ -d "$1" ] || return 0
	if grep -nE "#include \"($2)/" -r "$1"; then
		echo "$3"
		bad=1
	fi
}
deny lib 'store|app|web|cmd' 'lib/ must not see the layers above it'
deny store 'app|web|cmd' 'store/ must not see the layers above it'
deny app 'web|cmd' 'app/ must not see the layers above it'
deny web 'store|cmd' 'web/ calls app/, never the database'
if grep -nE '#include "' -r web/http | grep -vE '"(base|web/http)/'; then
	echo 'web/http/ sees lib/base alone'
	bad=1
fi
deny lib/base '(csv|json|col|flows|strata|people|enrolment|plan|therapy|booking|quality|settlement|knowledge|rules|simulate)' 'lib/base must not see the domains'
# doc/security.md: no address of a user's leads the server anywhere, and no word of
# theirs to a shell. Both but in the place that is named.
alone() { # calls, the one file that may, sentence
	if grep -rnE "(^|[^_a-z.>])($1)\(" lib store app web cmd --include='*.[ch]' | grep -vE "^($2):"; then
		echo "$3"
		bad=1
	fi
}
alone 'sendto|gethostbyname' none 'nobody calls out'
alone 'connect' app/clamd.c 'nobody calls out: a scanner on this machine alone is asked'
alone 'socket|getaddrinfo' 'web/http/listen.c|app/clamd.c' 'nobody calls out: sockets are for listening'
if grep -nE 'AF_INET|AF_NETLINK|getaddrinfo|inet_' app/clamd.c || ! grep -q 'socket(AF_UNIX, ' app/clamd.c; then
	echo 'nobody calls out: app/clamd.c asks a socket of this machine, no network'
	bad=1
fi
alone 'system|popen|posix_spawnp?|exec[lv][ep]*|fexecve' app/job_child.c 'one file alone starts a program'
# A private header is included only inside its folder.
for h in $(find lib store app cmd $( [ -d web ] && echo web) -name '*_int.h' 2>/dev/null); do
	dir=$(dirname "$h")
	if grep -rln "/$(basename "$h")" lib store app cmd $( [ -d web ] && echo web) --include='*.[ch]' | grep -v "^$dir/"; then
		echo "$h is private to $dir"
		bad=1
	fi
done
exit $bad
