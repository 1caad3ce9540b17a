// Runs SQL scripts in DuckDB (fetched by tools/duckdb.sh), in one session.
//
//	node tools/duckdb.mjs [--threads N] [--memory 4GB] [--temp DIR] [--result FILE] [--evidence FILE] SCRIPT ...
//
// The statement after a line "-- result" is copied to the file of --result as
// CSV, that after "-- evidence" to --evidence (without: not run). "-" is
// standard input. Prints nothing unless --timing: seconds of each statement.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values: o, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		threads: { type: 'string', default: '2' }, memory: { type: 'string', default: '4GB' },
		temp: { type: 'string' }, result: { type: 'string' }, evidence: { type: 'string' },
		timing: { type: 'boolean' }, help: { type: 'boolean' },
	},
});
if (o.help || !positionals.length) {
	console.log('usage: node tools/duckdb.mjs [--threads N] [--memory 4GB] [--temp DIR] [--result FILE] ' +
		'[--evidence FILE] [--timing] SCRIPT ...');
	process.exit(o.help ? 0 : 2);
}
const require = createRequire(new URL('../build/duckdb/package.json', import.meta.url));
const { DuckDBInstance } = require('@duckdb/node-api');
const quote = (s) => `'${s.replaceAll("'", "''")}'`;

function parts(text) {
	const found = text.split(/^-- (result|evidence)\n/m);
	const list = [{ sql: found[0] }];
	for (let i = 1; i < found.length; i += 2)
		list.push({ sql: found[i + 1], query: true, file: o[found[i]] });
	return list;
}

const db = await DuckDBInstance.create(':memory:');
const c = await db.connect();
await c.run(`SET threads = ${Number(o.threads)}; SET memory_limit = ${quote(o.memory)}`);
if (o.temp)
	await c.run(`SET temp_directory = ${quote(o.temp)}`);

async function run(sql) {
	const extracted = await c.extractStatements(sql);
	for (let i = 0; i < extracted.count; i++) {
		const begun = performance.now(), cpu = process.cpuUsage();
		const prepared = await extracted.prepare(i);
		await prepared.run();
		const used = process.cpuUsage(cpu);
		if (o.timing)
			console.error(`${((performance.now() - begun) / 1e3).toFixed(2).padStart(8)} s ${((used.user + used.system) / 1e6).toFixed(2).padStart(8)} CPU s  statement ${i + 1}`);
	}
}

// A part with a file is a query; one without is not asked for, unless it is the
// script itself.
async function runScript(text) {
	for (const { sql, file, query } of parts(text)) {
		if (!sql.trim() || (query && !file))
			continue;
		await run(query ? `COPY (${sql.trim().replace(/;$/, '')}) TO ${quote(file)} (FORMAT csv, HEADER)` : sql);
	}
}

try {
	for (const file of positionals)
		await runScript(readFileSync(file === '-' ? 0 : file, 'utf8'));
} catch (e) {
	console.error(`duckdb: ${e.message}`);
	process.exitCode = 1;
}
