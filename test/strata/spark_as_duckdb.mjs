// A script for Spark on standard input, in DuckDB's words on standard output.
// There is no Spark to run it with here: polyglot-sql (tools/sql-engine.sh)
// reads it by Spark's grammar and translates it, and DuckDB runs what comes
// out. Ends with 1 when a statement is not Spark's.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(new URL('../../build/polyglot/package.json', import.meta.url));
const sdk = await import(require.resolve('@polyglot-sql/sdk'));
await sdk.init?.();

// CACHE TABLE is a table that is made at once; DuckDB has it under another name.
const text = readFileSync(0, 'utf8').replace(/^CACHE TABLE (\w+) AS$/gm, 'CREATE OR REPLACE TEMPORARY TABLE $1 AS')
	.replace(/^DROP VIEW IF EXISTS \w+;\n/gm, '');
// functions that polyglot-sql leaves as they are
const words = [['ARRAY_JOIN(', 'ARRAY_TO_STRING('], ['(TRANSFORM(', '(LIST_TRANSFORM('], ['ARRAY_SORT(', 'LIST_SORT(']];
let out = '', wrong = 0;
for (const part of text.split(/^(-- (?:result|evidence)\n)/m)) {
	if (/^-- (result|evidence)\n$/.test(part)) {
		out += part;
		continue;
	}
	for (const statement of part.split(/;\s*\n/)) {
		if (!statement.replace(/^--.*$/gm, '').trim())
			continue;
		const done = sdk.transpile(statement, 'spark', 'duckdb');
		if (!done.success) {
			wrong++;
			console.error(`${done.error}: ${statement.slice(0, 200)}`);
			continue;
		}
		out += words.reduce((s, [a, b]) => s.replaceAll(a, b), done.sql.join(';\n')) + ';\n';
	}
}
process.stdout.write(out);
process.exitCode = wrong ? 1 : 0;
