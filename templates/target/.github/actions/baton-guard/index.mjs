// Made from src/measure/guard-action.ts of Baton by `npm run bundle`. Not edited by hand: change the source and bundle again.
import { execFileSync } from "node:child_process";
// src/measure/own-commits.ts
const SHA = /^[0-9a-f]{40}$/;
const BRANCHES = "refs/remotes/origin/";
function foreignCommits(history, shas) {
	git(history, ["rev-parse", "--git-dir"]);
	return shas.flatMap((sha) => {
		if (!SHA.test(sha)) return [`${JSON.stringify(sha.slice(0, 80))} is no full SHA of 40 hex digits`];
		const args = [
			"for-each-ref",
			"--count=1",
			"--format=%(refname)",
			`--contains=${sha}`,
			BRANCHES
		];
		try {
			return git(history, args) === "" ? [`${sha} is on no branch of this repository`] : [];
		} catch (error) {
			return [`${sha} is on no branch of this repository (${(error instanceof Error && "stderr" in error ? String(error.stderr) : String(error)).trim().split("\n").at(-1) ?? ""})`];
		}
	});
}
const git = (history, args) => execFileSync("git", [
	"-C",
	history,
	...args
], {
	encoding: "utf8",
	stdio: [
		"ignore",
		"pipe",
		"pipe"
	],
	env: {
		...process.env,
		GIT_NO_LAZY_FETCH: "1"
	}
}).trim();
// src/measure/workflow-commands.ts
const say = (line) => void process.stdout.write(`${line}\n`);
const escaped = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
function sayError(text) {
	for (const line of text.split("\n")) say(`::error::${escaped(line)}`);
}
// src/measure/guard-action.ts
const history = process.env["INPUT_HISTORY"] ?? "";
const shas = (process.env["INPUT_SHAS"] ?? "").split(/\s+/).filter((sha) => sha !== "");
const problems = shas.length === 0 ? ["no commit was named"] : foreignCommits(history, shas);
if (problems.length > 0) {
	sayError(`${problems.join("\n")}\nA self-hosted runner does not run code of forks. Push the commit to a branch first.`);
	process.exitCode = 1;
}
export {};
