#!/bin/bash
# The template compiler refuses what would be unsafe or wrong, with file, line
# and cause.
set -u
cd "$(dirname "$0")/.."
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cc -std=c17 -O1 -D_POSIX_C_SOURCE=200809L -o "$tmp/tmplgen" tools/tmplgen.c || exit 1
n=0
refuses() { # name, template, expected words
	n=$((n + 1))
	printf '%s' "$2" >"$tmp/t.html"
	if "$tmp/tmplgen" page_t "$tmp/t.html" "$tmp/t.html.h" "$tmp/t.html.c" 2>"$tmp/err"; then
		echo "not ok $n - $1: accepted"
	elif grep -qE "$3" "$tmp/err"; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1: $(cat "$tmp/err")"
	fi
}
echo 1..13
refuses "no parameters" '<p>x</p>' 'begins with'
refuses "unknown parameter" '{{! a }}
<p>{{b}}</p>' 't.html:2: no such parameter: b'
refuses "unquoted attribute" '{{! a }}<p id={{a}}>' 'quoted attribute'
refuses "value in a tag" '{{! a }}<p {{a}}>' 'quoted attribute'
refuses "event handler" '{{! a }}<p onclick="{{a}}">' 'this attribute: onclick'
refuses "style attribute" '{{! a }}<p style="{{a}}">' 'this attribute: style'
refuses "value in a script" '{{! a }}<script>{{a}}</script>' 'script or style'
refuses "value in a comment" '{{! a }}<!-- {{a}} -->' 'comment, script'
refuses "section left open" '{{! a:bool }}{{#a}}x' 'never closed: a'
refuses "sections crossed" '{{! a:bool, b:bool }}{{#a}}{{#b}}{{/a}}{{/b}}' 'not the one open: a'
refuses "markup in an attribute" '{{! a:html }}<p title="{{a}}">' 'only in text'
refuses "list as value" '{{! a[](b) }}{{a}}' 'used with'
n=$((n + 1))
printf '{{! u, l[](u) }}<a href="{{u}}" title="x{{u}}">{{#l}}{{u}}{{/l}}</a>' >"$tmp/t.html"
"$tmp/tmplgen" page_t "$tmp/t.html" "$tmp/t.html.h" "$tmp/t.html.c" &&
	grep -q 'html_address(b, p->u)' "$tmp/t.html.c" &&
	grep -q 'html_text(b, p->u)' "$tmp/t.html.c" &&
	grep -q 'html_text(b, i1->u)' "$tmp/t.html.c" && echo "ok $n - addresses are filtered, the inner name wins" ||
	echo "not ok $n - addresses are filtered, the inner name wins"
