#!/bin/bash
# tools/csspick: what of a stylesheet is kept, and that the output is the same
# every time.
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cc -std=c17 -O1 -D_POSIX_C_SOURCE=200809L -o "$tmp/csspick" \
	"$(dirname "$0")/../tools/csspick.c" || exit 1
n=0
cat >"$tmp/page.html" <<'EOF'
<div class="card{{#on}} active{{/on}}" id="top"><p data-x="one">not <b>span</b></p></div>
EOF
cat >"$tmp/page.c" <<'EOF'
/* "comment" is not markup */
static int table = 0; // the name of a variable is none
const char *c = "badge bg-1"; const char *e = "<td>";
EOF
check() { # name, css, expected
	n=$((n + 1))
	printf '%s' "$2" >"$tmp/in.css"
	got=$("$tmp/csspick" "$tmp/in.css" "$tmp/page.html" "$tmp/page.c" 2>&1)
	if [ "$got" = "$3" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		printf '# got:  %s\n# want: %s\n' "$got" "$3"
	fi
}
check "a class that is there" '.card{a:b}' '.card{a:b}'
check "a class that is not" '.cards{a:b}' ''
check "every class of a compound" '.card.gone{a:b}' ''
check "a class beside template marks" '.card.active { a : b ; }' '.card.active{a:b}'
check "an id" '#top,#bottom{a:b}' '#top{a:b}'
check "elements" 'p,span,td,html,div>b{a:b}' 'p,td,html,div>b{a:b}'
check "words of a text are no elements" 'not{a:b}' ''
check "classes in strings of C" '.badge,.bg-1{a:b}' '.badge,.bg-1{a:b}'
check "comments and names of C do not count" '.comment,.table{a:b}' ''
check "a comma list keeps what can match" '.x,.card,.y .card{a:b}' '.card{a:b}'
check "combinators" '.card>.gone,.card + p,.card~.badge{a:b}' '.card + p,.card~.badge{a:b}'
check ":not takes anything" '.card:not(.gone):hover{a:b}' '.card:not(.gone):hover{a:b}'
check ":is needs one" '.card:is(.gone,p){a:b}.card:is(.gone){a:b}' '.card:is(.gone,p){a:b}'
check ":has inside :not" 'p:not(:has(.gone)){a:b}' 'p:not(:has(.gone)){a:b}'
check ":where nested" ':where(:is(.gone),.card) p{a:b}' ':where(:is(.gone),.card) p{a:b}'
check "attributes" '[data-x]{a:b}[data-y]{a:b}' '[data-x]{a:b}'
check "values of attributes" '[data-x=one]{a:b}[data-x="two"]{a:b}[data-x^=t]{a:b}' '[data-x=one]{a:b}[data-x^=t]{a:b}'
check "pseudo elements, any element" '*,::before,.card::after{a:b}' '*,::before,.card::after{a:b}'
check "escapes in names" '.bg\-1{a:b}.w\/2{a:b}' '.bg\-1{a:b}'
check "a media query" '@media (min-width: 9px) and (a){.card{a:b}.gone{a:b}}' '@media (min-width: 9px) and (a){.card{a:b}}'
check "a media query with nothing left" '@media print{.gone{a:b}}' ''
check "nested groups" '@supports (a:b){@media print{.card{a:b}}}' '@supports (a:b){@media print{.card{a:b}}}'
check "strings with braces" '.card{content:"} a  {;";c:d}' '.card{content:"} a  {;";c:d}'
check "data addresses" '.card{background:url(data:image/svg+xml;charset=utf8,%3Csvg a;b) no-repeat}' '.card{background:url(data:image/svg+xml;charset=utf8,%3Csvg a;b) no-repeat}'
check "comments" '/* a{ */.card/**/{/* ; */a:b}' '.card{a:b}'
check "an unused property goes" ':root{--a:1;--b:2}.card{c:var(--b)}' ':root{--b:2}.card{c:var(--b)}'
check "a property used by one that is used" ':root{--a:var(--b);--b:2;--c:3}.card{c:var(--a)}' ':root{--a:var(--b);--b:2}.card{c:var(--a)}'
check "a property used by one that is not" ':root{--a:var(--b);--b:2}.card{c:d}' '.card{c:d}'
check "a fallback" ':root{--a:1}.card{c:var(--z, var(--a))}' ':root{--a:1}.card{c:var(--z,var(--a))}'
check "keyframes by name" '@keyframes x{from{a:b}to{c:d}}@keyframes y{0%{a:b}}.card{animation:x 1s}' '@keyframes x{from{a:b}to{c:d}}.card{animation:x 1s}'
check "a font by name" '@font-face{font-family:Un;src:url(a)}@font-face{font-family:"Due X";src:url(b)}.card{font-family:"Due X",serif}' '@font-face{font-family:"Due X";src:url(b)}.card{font-family:"Due X",serif}'
check "calc keeps its spaces" '.card{w:calc( 1px  + 2px )}' '.card{w:calc( 1px + 2px )}'
check "important" '.card{a:b !important}' '.card{a:b !important}'
check "an empty rule" '.card{}' ''
check "a block without end is an error" '.card{a:b' 'csspick: a block without end: .card{a:b'
check "a rule inside a rule is an error" '.card{p{a:b}}' 'csspick: a rule inside a rule: .card'

n=$((n + 1))
printf '.gone > a { --x : 1px ;\n b : c }\n@keyframes k { from { a : b } }' >"$tmp/in.css"
got=$("$tmp/csspick" "$tmp/in.css")
[ "$got" = '.gone>a{--x:1px;b:c}@keyframes k{from{a:b}}' ] && echo "ok $n - without sources all stays" || {
	echo "not ok $n - without sources all stays"
	echo "# $got"
}
n=$((n + 1))
"$tmp/csspick" "$tmp/in.css" >"$tmp/a" && "$tmp/csspick" "$tmp/a" | cmp -s - "$tmp/a" &&
	echo "ok $n - twice is once" || echo "not ok $n - twice is once"
echo "1..$n"
