// Runs SQL scripts in an engine fetched by tools/sql-engine.sh, in one session.
//
//	node tools/sqlrun.mjs duckdb|clickhouse [--threads N] [--memory 4GB] [--temp DIR] [--db FILE]
//		[--result FILE] [--evidence FILE] [--timing] SCRIPT ...
//
// The query after a line "-- result" is written to the file of --result as CSV,
// that after "-- evidence" to --evidence; without the option it is not run.
// Statements end with ";" at the end of a line, as in scripts of "strata sql".
// --timing prints the seconds of each on stderr. --memory, --temp and --db are
// DuckDB's.
import { createRequire } from 'node:module';
import { readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values: o, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		threads: { type: 'string', default: '2' }, memory: { type: 'string', default: '4GB' },
		temp: { type: 'string' }, db: { type: 'string', default: ':memory:' },
		result: { type: 'string' }, evidence: { type: 'string' }, timing: { type: 'boolean' },
	},
});
const quote = (s) => `'${s.replaceAll("'", "''")}'`;
const fetched = (engine) => createRequire(new URL(`../build/${engine}/package.json`, import.meta.url));

const engines = {
	async duckdb() {
		const { DuckDBInstance } = fetched('duckdb')('@duckdb/node-api');
		const db = await DuckDBInstance.create(o.db);
		const c = await db.connect();
		await c.run(`SET threads = ${Number(o.threads)}; SET memory_limit = ${quote(o.memory)}`);
		if (o.temp)
			await c.run(`SET temp_directory = ${quote(o.temp)}`);
		return { run: (sql) => c.run(sql), into: (sql, file) => `COPY (${sql}) TO ${quote(file)} (FORMAT csv, HEADER)` };
	},
	async clickhouse() {
		const { Session } = fetched('clickhouse')('chdb');
		const s = new Session();
		s.query(`SET max_threads = ${Number(o.threads)}, format_csv_null_representation = ''`);
		process.on('exit', () => s.cleanup());
		return {
			run: (sql) => s.query(sql),
			into(sql, file) {
				rmSync(file, { force: true });
				return `${sql} INTO OUTFILE ${quote(file)} FORMAT CSVWithNames`;
			},
		};
	},
};

function parts(text) {
	const found = text.split(/^-- (result|evidence)\n/m);
	const list = [{ sql: found[0] }];
	for (let i = 1; i < found.length; i += 2)
		list.push({ sql: found[i + 1], query: true, file: o[found[i]] });
	return list;
}

async function run(engine, sql) {
	for (const text of sql.split(/;\s*\n/)) {
		const words = text.replace(/^--.*$/gm, '').trim();
		if (!words)
			continue;
		const begun = performance.now(), cpu = process.cpuUsage();
		await engine.run(text);
		const used = process.cpuUsage(cpu), seconds = (ms) => (ms / 1e3).toFixed(2).padStart(8);
		if (o.timing)
			console.error(`${seconds(performance.now() - begun)} s ${seconds((used.user + used.system) / 1e3)} CPU s  ` +
				words.split('\n')[0].slice(0, 60));
	}
}

async function runScript(engine, text) {
	for (const { sql, file, query } of parts(text))
		if (!query)
			await run(engine, sql);
		else if (file)
			await run(engine, engine.into(sql.trim().replace(/;$/, ''), file));
}

if (positionals.length < 2 || !engines[positionals[0]]) {
	console.error('usage: node tools/sqlrun.mjs duckdb|clickhouse [OPTION ...] SCRIPT ...');
	process.exit(2);
}
try {
	const engine = await engines[positionals[0]]();
	for (const file of positionals.slice(1))
		await runScript(engine, readFileSync(file, 'utf8'));
} catch (e) {
	console.error(`${positionals[0]}: ${e.message}`);
	process.exitCode = 1;
}
