// Made from src/measure/measure-action.ts of Baton by `npm run bundle`. Not edited by hand: change the source and bundle again.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { glob, lstat, open, readFile, readdir, realpath } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep, win32 } from "node:path";
import { randomBytes, randomUUID } from "node:crypto";
import os, { tmpdir } from "node:os";
import { stripVTControlCharacters } from "node:util";
import { appendFileSync, constants, existsSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
// src/measure/problem.ts
var RequestError = class extends Error {};
// src/measure/checkout.ts
const reason = (error) => {
	const printed = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
	return printed === "" ? String(error instanceof Error ? error.message : error) : printed;
};
function checkCheckout(directory, sha) {
	let told;
	try {
		told = execFileSync("git", [
			"-C",
			directory,
			"rev-parse",
			"--show-toplevel",
			"HEAD"
		], {
			encoding: "utf8",
			stdio: [
				"ignore",
				"pipe",
				"pipe"
			]
		});
	} catch (error) {
		throw new RequestError(`${directory} is not a git checkout: ${reason(error)}`);
	}
	const [top = "", commit] = told.trim().split(/\r?\n/);
	if (!top.endsWith(`/${directory}`)) throw new RequestError(`${directory} is not a git checkout of its own`);
	if (commit !== sha) throw new RequestError(`${directory} is at ${commit}; expected ${sha}`);
}
// src/measure/ending.ts
const DRAIN_MS = 100;
function endingOf(child, exited = () => void 0) {
	return new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("exit", (code, signal) => {
			exited();
			const drain = setTimeout(() => {
				child.stdout?.destroy();
				child.stderr?.destroy();
			}, DRAIN_MS);
			child.once("close", () => {
				clearTimeout(drain);
				resolve({
					code,
					signal
				});
			});
		});
	});
}
// src/measure/environment.ts
const MARKER = "MEASURED_COMMAND";
const REFUSED = /^(?:INPUT_.*|BATON_.*|ACTIONS_.*|GITHUB_(?:TOKEN|ENV|PATH|OUTPUT|STATE|STEP_SUMMARY|EVENT_PATH))$/i;
function commandEnvironment(env) {
	return Object.fromEntries(Object.entries(env).filter(([name]) => !REFUSED.test(name)));
}
// src/measure/processes.ts
const codeOf = (error) => error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error);
function killTree(pid) {
	if (pid === void 0) return void 0;
	if (process.platform === "win32") {
		const done = spawnSync("taskkill", [
			"/pid",
			String(pid),
			"/T",
			"/F"
		], { stdio: "ignore" });
		return done.status === 0 || done.status === 128 ? void 0 : "its processes could not be ended";
	}
	try {
		process.kill(-pid, "SIGKILL");
		return;
	} catch (error) {
		return codeOf(error) === "ESRCH" ? void 0 : `its processes could not be ended: ${codeOf(error)}`;
	}
}
async function killLeftovers(marker) {
	if (process.platform !== "linux") return void 0;
	const failed = [];
	for (let pass = 0; pass < 2; pass += 1) {
		const found = await marked(marker);
		if (found.length === 0) break;
		for (const pid of found) try {
			process.kill(pid, "SIGKILL");
		} catch (error) {
			if (codeOf(error) !== "ESRCH") failed.push(`${pid} (${codeOf(error)})`);
		}
	}
	return failed.length === 0 ? void 0 : `left running: ${failed.join(", ")}`;
}
async function marked(marker) {
	const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
	const carries = await Promise.all(pids.map(async (pid) => {
		try {
			return (await readFile(`/proc/${pid}/environ`, "latin1")).split("\0").includes(marker);
		} catch {
			return false;
		}
	}));
	return pids.filter((pid, index) => carries[index] === true && pid !== process.pid);
}
// src/measure/tail.ts
const LONGEST = 8192;
function createTail() {
	let kept = Buffer.alloc(0);
	const notes = [];
	return {
		write: (chunk) => {
			kept = Buffer.concat([kept, chunk.subarray(-8192)]);
			if (kept.length > 2 * LONGEST) kept = kept.subarray(-8192);
		},
		note: (text) => void notes.push(`baton: ${text}`),
		text: () => {
			return [stripVTControlCharacters(kept.subarray(-8192).toString("utf8")).replace(/^\uFFFD+/, "").replaceAll(/[^\P{Cc}\n\t]/gu, "").trimEnd(), ...notes].filter((part) => part !== "").join("\n").slice(-8192);
		}
	};
}
// src/measure/command.ts
const MOST_SHOWN = 4194304;
const NEWLINE = 10;
async function runCommand(options) {
	const tail = createTail();
	const kept = [];
	let [printed, shown, lineEnded] = [
		0,
		0,
		true
	];
	const show = (chunk) => {
		const part = chunk.subarray(0, Math.max(0, MOST_SHOWN - shown));
		shown += chunk.length;
		if (part.length > 0) process.stdout.write(part);
		lineEnded = part.length === 0 ? lineEnded : part.at(-1) === NEWLINE;
		tail.write(chunk);
	};
	const started = performance.now();
	const marker = `${MARKER}=${randomBytes(9).toString("hex")}`;
	const exitCode = await spawned(options, marker, tail, {
		stdout: (chunk) => {
			show(chunk);
			printed += chunk.length;
			if (printed <= options.reportBytes) kept.push(chunk);
		},
		stderr: show
	});
	const durationMs = performance.now() - started;
	const problem = await killLeftovers(marker);
	if (problem !== void 0) tail.note(problem);
	if (!lineEnded) process.stdout.write("\n");
	if (shown > MOST_SHOWN) process.stdout.write(`(the other ${shown - MOST_SHOWN} bytes are not shown)\n`);
	return {
		exitCode,
		durationMs,
		tail,
		report: printed > options.reportBytes ? void 0 : Buffer.concat(kept).toString("utf8")
	};
}
async function spawned(options, marker, tail, sinks) {
	const [name = "", value = ""] = marker.split("=");
	const child = spawn(options.bash, [
		"--noprofile",
		"--norc",
		"-e",
		"-o",
		"pipefail",
		"-c",
		options.run
	], {
		cwd: options.directory,
		env: {
			...commandEnvironment(options.env),
			[name]: value
		},
		stdio: [
			"ignore",
			"pipe",
			"pipe"
		],
		detached: process.platform !== "win32"
	});
	const end = () => {
		const problem = killTree(child.pid);
		if (problem !== void 0) tail.note(problem);
	};
	const timer = setTimeout(() => {
		tail.note(`ended after ${options.timeoutMs / 1e3} s`);
		end();
	}, options.timeoutMs);
	child.stdout.on("data", sinks.stdout);
	child.stderr.on("data", sinks.stderr);
	try {
		const { code, signal } = await endingOf(child, () => {
			clearTimeout(timer);
			end();
		});
		return code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]);
	} catch (error) {
		tail.note(`could not be started: ${error instanceof Error ? error.message : String(error)}`);
		return 127;
	} finally {
		clearTimeout(timer);
	}
}
// node_modules/zod/v4/core/util.js
function getEnumValues(entries) {
	const numericValues = Object.values(entries).filter((v) => typeof v === "number");
	return Object.entries(entries).filter(([k, _]) => numericValues.indexOf(+k) === -1).map(([_, v]) => v);
}
function joinValues(array, separator = "|") {
	return array.map((val) => stringifyPrimitive(val)).join(separator);
}
function jsonStringifyReplacer(_, value) {
	if (typeof value === "bigint") return value.toString();
	return value;
}
var Cached = class {
	constructor(getter) {
		this._getter = getter;
		this._value = void 0;
	}
	get value() {
		const getter = this._getter;
		if (getter !== void 0) {
			this._value = getter();
			this._getter = void 0;
		}
		return this._value;
	}
};
function cached(getter) {
	return new Cached(getter);
}
function nullish(input) {
	return input === null || input === void 0;
}
function cleanRegex(source) {
	const start = source.startsWith("^") ? 1 : 0;
	const end = source.endsWith("$") ? source.length - 1 : source.length;
	return source.slice(start, end);
}
function floatSafeRemainder(val, step) {
	const ratio = val / step;
	const roundedRatio = Math.round(ratio);
	const tolerance = 4 * Number.EPSILON * Math.max(Math.abs(ratio), 1);
	if (Math.abs(ratio - roundedRatio) < tolerance) return 0;
	return ratio - roundedRatio;
}
function assignProp(target, prop, value) {
	Object.defineProperty(target, prop, {
		value,
		writable: true,
		enumerable: true,
		configurable: true
	});
}
function rawShape(def) {
	const desc = Object.getOwnPropertyDescriptor(def, "shape");
	return desc?.get ? desc.get.raw : desc?.value;
}
function sourceShape(schema) {
	return rawShape(schema._zod.def) ?? schema._zod.def.shape;
}
function deferProp(target, key, getter) {
	Object.defineProperty(target, key, {
		get() {
			const value = getter();
			assignProp(this, key, value);
			return value;
		},
		enumerable: true,
		configurable: true
	});
}
function putProp(target, key, value) {
	if (key in target) assignProp(target, key, value);
	else target[key] = value;
}
function mirrorShape(target, source, keys, wrap) {
	const raw = sourceShape(source);
	for (const key of keys) {
		const desc = Object.getOwnPropertyDescriptor(raw, key);
		if (!desc.enumerable) continue;
		if (desc.get) deferProp(target, key, () => {
			const value = source._zod.def.shape[key];
			return wrap ? wrap(value, key) : value;
		});
		else putProp(target, key, wrap ? wrap(desc.value, key) : desc.value);
	}
}
function mirrorProps(target, source) {
	for (const key of Reflect.ownKeys(source)) {
		const desc = Object.getOwnPropertyDescriptor(source, key);
		if (!desc.enumerable) continue;
		if (desc.get) deferProp(target, key, () => source[key]);
		else putProp(target, key, desc.value);
	}
}
function mergeDefs(...defs) {
	const mergedDescriptors = {};
	for (const def of defs) {
		const descriptors = Object.getOwnPropertyDescriptors(def);
		Object.assign(mergedDescriptors, descriptors);
	}
	return Object.defineProperties({}, mergedDescriptors);
}
function esc(str) {
	return JSON.stringify(str);
}
function slugify(input) {
	return input.toLowerCase().trim().replace(/[^\w\s-]/g, "").replace(/[\s_-]+/g, "-").replace(/^-+|-+$/g, "");
}
const captureStackTrace = "captureStackTrace" in Error ? Error.captureStackTrace : (..._args) => {};
function isObject(data) {
	return typeof data === "object" && data !== null && !Array.isArray(data);
}
const allowsEval = cached(() => {
	if (globalConfig.jitless) return false;
	if (typeof navigator !== "undefined" && navigator?.userAgent?.includes("Cloudflare")) return false;
	try {
		new Function("");
		return true;
	} catch (_) {
		return false;
	}
});
function isPlainObject(o) {
	if (isObject(o) === false) return false;
	const ctor = o.constructor;
	if (ctor === void 0) return true;
	if (typeof ctor !== "function") return true;
	const prot = ctor.prototype;
	if (isObject(prot) === false) return false;
	if (Object.prototype.hasOwnProperty.call(prot, "isPrototypeOf") === false) return false;
	return true;
}
function shallowClone(o) {
	if (isPlainObject(o)) return { ...o };
	if (Array.isArray(o)) return [...o];
	if (o instanceof Map) return new Map(o);
	if (o instanceof Set) return new Set(o);
	return o;
}
const propertyKeyTypes = new Set([
	"string",
	"number",
	"symbol"
]);
function escapeRegex(str) {
	return str.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
function clone(inst, def, params) {
	const cl = new inst._zod.constr(def ?? inst._zod.def);
	if (!def || params?.parent) cl._zod.parent = inst;
	return cl;
}
function normalizeParams(_params) {
	const params = _params;
	if (!params) return {};
	if (typeof params === "string") return { error: () => params };
	if (params?.message !== void 0) {
		if (params?.error !== void 0) throw new Error("Cannot specify both `message` and `error` params");
		params.error = params.message;
	}
	delete params.message;
	if (typeof params.error === "string") return {
		...params,
		error: () => params.error
	};
	return params;
}
function stringifyPrimitive(value) {
	if (typeof value === "bigint") return value.toString() + "n";
	if (typeof value === "string") return `"${value}"`;
	return `${value}`;
}
function optionalKeys(shape) {
	return Object.keys(shape).filter((k) => {
		return shape[k]._zod.optin !== void 0 && shape[k]._zod.optout === "optional";
	});
}
const NUMBER_FORMAT_RANGES = (() => ({
	safeint: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
	int32: [-2147483648, 2147483647],
	uint32: [0, 4294967295],
	float32: [-34028234663852886e22, 34028234663852886e22],
	float64: [-Number.MAX_VALUE, Number.MAX_VALUE]
}))();
const BIGINT_FORMAT_RANGES = {
	int64: [BigInt("-9223372036854775808"), BigInt("9223372036854775807")],
	uint64: [BigInt(0), BigInt("18446744073709551615")]
};
function pick(schema, mask) {
	const currDef = schema._zod.def;
	const checks = currDef.checks;
	if (checks && checks.length > 0) throw new Error(".pick() cannot be used on object schemas containing refinements");
	const newShape = {};
	mirrorShape(newShape, schema, maskedKeys(schema, mask));
	return clone(schema, mergeDefs(currDef, {
		shape: newShape,
		checks: []
	}));
}
function maskedKeys(schema, mask) {
	const raw = sourceShape(schema);
	const keys = [];
	for (const key of Reflect.ownKeys(mask)) {
		if (!Object.getOwnPropertyDescriptor(raw, key)?.enumerable) throw new Error(`Unrecognized key: "${String(key)}"`);
		if (mask[key]) keys.push(key);
	}
	return keys;
}
function omit(schema, mask) {
	const currDef = schema._zod.def;
	const checks = currDef.checks;
	if (checks && checks.length > 0) throw new Error(".omit() cannot be used on object schemas containing refinements");
	const omitted = new Set(maskedKeys(schema, mask));
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)).filter((key) => !omitted.has(key)));
	return clone(schema, mergeDefs(currDef, {
		shape: newShape,
		checks: []
	}));
}
function extend(schema, shape) {
	if (!isPlainObject(shape)) throw new Error("Invalid input to extend: expected a plain object");
	const checks = schema._zod.def.checks;
	if (checks && checks.length > 0) {
		const existingShape = sourceShape(schema);
		for (const key of Reflect.ownKeys(shape)) if (Object.getOwnPropertyDescriptor(existingShape, key) !== void 0) throw new Error("Cannot overwrite keys on object schemas containing refinements. Use `.safeExtend()` instead.");
	}
	return clone(schema, mergeDefs(schema._zod.def, { shape: extended(schema, shape) }));
}
function extended(schema, shape) {
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)));
	mirrorProps(newShape, shape);
	return newShape;
}
function safeExtend(schema, shape) {
	if (!isPlainObject(shape)) throw new Error("Invalid input to safeExtend: expected a plain object");
	return clone(schema, mergeDefs(schema._zod.def, { shape: extended(schema, shape) }));
}
function merge(a, b) {
	if (!b?._zod?.def) throw new Error("Invalid input to merge: expected an object schema. To merge a plain shape, use `.extend()`.");
	if (a._zod.def.checks?.length) throw new Error(".merge() cannot be used on object schemas containing refinements. Use .safeExtend() instead.");
	const newShape = {};
	mirrorShape(newShape, a, Reflect.ownKeys(sourceShape(a)));
	mirrorShape(newShape, b, Reflect.ownKeys(sourceShape(b)));
	return clone(a, mergeDefs(a._zod.def, {
		shape: newShape,
		get catchall() {
			return b._zod.def.catchall;
		},
		checks: b._zod.def.checks ?? []
	}));
}
function partial(Class, schema, mask, name = "partial") {
	const checks = schema._zod.def.checks;
	if (checks && checks.length > 0) throw new Error(`.${name}() cannot be used on object schemas containing refinements`);
	const selected = mask ? new Set(maskedKeys(schema, mask)) : void 0;
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)), Class && ((value, key) => selected && !selected.has(key) ? value : new Class({
		type: "optional",
		innerType: value
	})));
	return clone(schema, mergeDefs(schema._zod.def, {
		shape: newShape,
		checks: []
	}));
}
function required(Class, schema, mask) {
	const selected = mask ? new Set(maskedKeys(schema, mask)) : void 0;
	const newShape = {};
	mirrorShape(newShape, schema, Reflect.ownKeys(sourceShape(schema)), (value, key) => selected && !selected.has(key) ? value : new Class({
		type: "nonoptional",
		innerType: value
	}));
	return clone(schema, mergeDefs(schema._zod.def, { shape: newShape }));
}
function aborted(x, startIndex = 0) {
	if (x.aborted === true) return true;
	for (let i = startIndex; i < x.issues.length; i++) if (x.issues[i]?.continue !== true) return true;
	return false;
}
function explicitlyAborted(x, startIndex = 0) {
	if (x.aborted === true) return true;
	for (let i = startIndex; i < x.issues.length; i++) if (x.issues[i]?.continue === false) return true;
	return false;
}
function prefixIssues(path, issues) {
	return issues.map((iss) => {
		var _a;
		(_a = iss).path ?? (_a.path = []);
		iss.path.unshift(path);
		return iss;
	});
}
function unwrapMessage(message) {
	return typeof message === "string" ? message : message?.message;
}
function sizeCaps(defChecks) {
	const caps = [];
	for (const ch of defChecks ?? []) {
		const d = ch._zod.def;
		if (!/_(length|size)$|_equals$/.test(d.check)) break;
		const max = d.maximum ?? d.length ?? d.size;
		if (max >= 0) caps.push([max, ch]);
	}
	return caps;
}
function attachSchema(issues, start, inst) {
	var _a;
	for (let i = start; i < issues.length; i++) (_a = issues[i]).schema ?? (_a.schema = inst);
}
function finalizeIssue(iss, ctx, config) {
	var _a;
	const traits = iss.inst?._zod?.traits;
	if (traits?.has("$ZodType")) {
		if (traits.has("$ZodCheck")) (_a = iss).schema ?? (_a.schema = iss.inst);
		else iss.schema = iss.inst;
	}
	const schemaError = iss.schema !== iss.inst ? iss.schema?._zod.def?.error : void 0;
	const message = iss.message ? iss.message : unwrapMessage(iss.inst?._zod.def?.error?.(iss)) ?? unwrapMessage(schemaError?.(iss)) ?? unwrapMessage(ctx?.error?.(iss)) ?? unwrapMessage(config.customError?.(iss)) ?? unwrapMessage(config.localeError?.(iss)) ?? "Invalid input";
	const full = {};
	for (const k of Object.keys(iss)) {
		if (k === "inst" || k === "schema" || k === "continue" || k === "input" || k === "__proto__") continue;
		full[k] = iss[k];
	}
	full.path ?? (full.path = []);
	full.message = message;
	if (ctx?.reportInput) full.input = iss.input;
	return full;
}
const highSurrogate = /[\uD800-\uDBFF]/;
function codePointLength(str) {
	const units = str.length;
	if (!highSurrogate.test(str)) return units;
	let count = units;
	for (let i = 0; i < units - 1; i++) if ((str.charCodeAt(i) & 64512) === 55296 && (str.charCodeAt(i + 1) & 64512) === 56320) {
		count--;
		i++;
	}
	return count;
}
function getLengthableOrigin(input) {
	if (Array.isArray(input)) return "array";
	if (typeof input === "string") return "string";
	return "unknown";
}
function parsedType(data) {
	const t = typeof data;
	switch (t) {
		case "number": return Number.isNaN(data) ? "nan" : "number";
		case "object": {
			if (data === null) return "null";
			if (Array.isArray(data)) return "array";
			const obj = data;
			if (obj && Object.getPrototypeOf(obj) !== Object.prototype && "constructor" in obj && obj.constructor) return obj.constructor.name;
		}
	}
	return t;
}
function issue(...args) {
	const [iss, input, inst] = args;
	if (typeof iss === "string") return {
		message: iss,
		code: "custom",
		input,
		inst
	};
	return { ...iss };
}
function members(proto, table) {
	for (const key in table) {
		const desc = Object.getOwnPropertyDescriptor(table, key);
		if (desc.get) Object.defineProperty(proto, key, {
			...desc,
			enumerable: false
		});
		else defineBound(proto, key, desc.value);
	}
}
function own(inst, key, value, enumerable = true) {
	Object.defineProperty(inst, key, {
		configurable: true,
		writable: true,
		enumerable,
		value
	});
	return value;
}
function hide(inst, key, value) {
	return own(inst, key, value, false);
}
function derived(computes, table) {
	for (const key in computes) {
		const compute = computes[key];
		Object.defineProperty(table, key, {
			configurable: true,
			enumerable: true,
			get() {
				return own(this, key, compute(this));
			},
			set(value) {
				own(this, key, value);
			}
		});
	}
	return table;
}
function defineBound(proto, key, fn) {
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			return this == null ? fn : own(this, key, fn.bind(this));
		},
		set(value) {
			own(this, key, value);
		}
	});
}
function claim(inst, sentinel) {
	const proto = Object.getPrototypeOf(inst);
	return sentinel in proto ? void 0 : proto;
}
let installing;
let broke = false;
const breaker = {
	configurable: true,
	get() {
		broke = true;
	}
};
function defineLazyInternal(inst, key, compute) {
	const proto = Object.getPrototypeOf(inst._zod);
	if (key in proto && installing !== inst._zod) {
		installing = void 0;
		return;
	}
	installing = inst._zod;
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			Object.defineProperty(this, key, breaker);
			const outer = broke;
			broke = false;
			try {
				const value = compute(this);
				if (broke) delete this[key];
				else Object.defineProperty(this, key, {
					configurable: true,
					writable: true,
					value
				});
				broke = broke || outer;
				return value;
			} catch (err) {
				delete this[key];
				broke = broke || outer;
				throw err;
			}
		},
		set(value) {
			Object.defineProperty(this, key, {
				configurable: true,
				writable: true,
				value
			});
		}
	});
}
function installLazyProp(inst, key, make, enumerable) {
	const proto = claim(inst, key);
	if (!proto) return;
	Object.defineProperty(proto, key, {
		configurable: true,
		get() {
			const desc = {
				configurable: true,
				writable: true,
				enumerable,
				value: void 0
			};
			Object.defineProperty(this, key, desc);
			desc.value = make(this);
			Object.defineProperty(this, key, desc);
			return desc.value;
		},
		set(value) {
			Object.defineProperty(this, key, {
				configurable: true,
				writable: true,
				enumerable,
				value
			});
		}
	});
}
const CONSTANT_CATCH = "~constantCatch";
function constantCatch(value) {
	const fn = () => value;
	fn[CONSTANT_CATCH] = true;
	return fn;
}
// node_modules/zod/v4/core/core.js
var _a$1;
const _zodDesc = {
	value: void 0,
	enumerable: false
};
let _E = "captureStackTrace" in Error ? Error : null;
function newError(Definition) {
	const E = _E;
	if (E) {
		const saved = E.stackTraceLimit;
		if (typeof saved === "number") {
			try {
				E.stackTraceLimit = 0;
			} catch {
				_E = null;
				return new Definition();
			}
			try {
				return new Definition();
			} finally {
				E.stackTraceLimit = saved;
			}
		}
	}
	return new Definition();
}
function $constructor(name, initializer, proto, params) {
	const zodProto = {};
	function Internals(def) {
		this.def = def;
		this.constr = _;
		this.traits = new Set();
	}
	Internals.prototype = zodProto;
	const protoMembers = proto;
	const initialized = protoMembers && new WeakSet();
	function init(inst, def) {
		if (!inst._zod) {
			_zodDesc.value = new Internals(def);
			try {
				Object.defineProperty(inst, "_zod", _zodDesc);
			} finally {
				_zodDesc.value = void 0;
			}
		} else if (inst._zod.traits.has(name)) return;
		inst._zod.traits.add(name);
		initializer(inst, def);
		if (initialized) {
			const own = Object.getPrototypeOf(inst);
			const ctorProto = inst._zod.constr.prototype;
			let up = own;
			while (up && up !== ctorProto) up = Object.getPrototypeOf(up);
			const target = up ?? own;
			if (!initialized.has(target)) {
				initialized.add(target);
				members(target, protoMembers);
			}
		}
		const proto = _.prototype;
		for (const k in proto) {
			if (!Object.prototype.hasOwnProperty.call(proto, k)) continue;
			if (!(k in inst)) inst[k] = proto[k].bind(inst);
		}
	}
	const Parent = params?.Parent ?? Object;
	class Definition extends Parent {}
	Object.defineProperty(Definition, "name", { value: name });
	function _(def) {
		const inst = params?.Parent ? newError(Definition) : this;
		init(inst, def);
		const deferred = inst._zod.deferred;
		if (deferred) {
			for (const fn of deferred) fn();
			inst._zod.deferred = void 0;
		}
		const pp = globalThis.__zod_globalConfig?.postProcessor;
		if (pp) pp(inst);
		return inst;
	}
	Object.defineProperty(_, "init", { value: init });
	Object.defineProperty(_, Symbol.hasInstance, { value: (inst) => {
		if (params?.Parent && inst instanceof params.Parent) return true;
		return inst?._zod?.traits?.has(name);
	} });
	Object.defineProperty(_, "name", { value: name });
	return _;
}
var $ZodAsyncError = class extends Error {
	constructor() {
		super(`Encountered Promise during synchronous parse. Use .parseAsync() instead.`);
	}
};
var $ZodEncodeError = class extends Error {
	constructor(name) {
		super(`Encountered unidirectional transform during encode: ${name}`);
		this.name = "ZodEncodeError";
	}
};
(_a$1 = globalThis).__zod_globalConfig ?? (_a$1.__zod_globalConfig = {});
const globalConfig = globalThis.__zod_globalConfig;
function config(newConfig) {
	if (newConfig) Object.assign(globalConfig, newConfig);
	return globalConfig;
}
// node_modules/zod/v4/core/errors.js
function _getMessage() {
	const internals = this._zod;
	internals.message ?? (internals.message = JSON.stringify(internals.def, jsonStringifyReplacer, 2));
	return internals.message;
}
function _setMessage(value) {
	this._zod.message = value;
}
const _messageDesc = {
	get: _getMessage,
	set: _setMessage,
	enumerable: true,
	configurable: true
};
const _issuesDesc = {
	value: void 0,
	enumerable: false
};
const _installedToString = new WeakSet([Object.prototype, Error.prototype]);
const initializer$1 = (inst, def) => {
	inst.name = "$ZodError";
	_issuesDesc.value = def;
	Object.defineProperty(inst, "issues", _issuesDesc);
	_issuesDesc.value = void 0;
	Object.defineProperty(inst, "message", _messageDesc);
	const proto = Object.getPrototypeOf(inst);
	if (!_installedToString.has(proto)) {
		_installedToString.add(proto);
		Object.defineProperty(proto, "toString", {
			configurable: true,
			enumerable: false,
			get() {
				const value = () => this.message;
				Object.defineProperty(this, "toString", {
					value,
					configurable: true,
					writable: true
				});
				return value;
			},
			set(value) {
				Object.defineProperty(this, "toString", {
					value,
					configurable: true,
					writable: true
				});
			}
		});
	}
};
const $ZodError = $constructor("$ZodError", initializer$1);
function node(obj, key, make) {
	if (!Object.prototype.hasOwnProperty.call(obj, key)) {
		if (key === "__proto__") Object.defineProperty(obj, key, {
			value: make(),
			writable: true,
			enumerable: true,
			configurable: true
		});
		else obj[key] = make();
	}
	return obj[key];
}
function flattenError(error, mapper = (issue) => issue.message) {
	const fieldErrors = {};
	const formErrors = [];
	for (const sub of error.issues) if (sub.path.length > 0) node(fieldErrors, sub.path[0], () => []).push(mapper(sub));
	else formErrors.push(mapper(sub));
	return {
		formErrors,
		fieldErrors
	};
}
function formatError(error, mapper = (issue) => issue.message) {
	const fieldErrors = { _errors: [] };
	const processError = (error, path = []) => {
		for (const issue of error.issues) if (issue.code === "invalid_union" && issue.errors.length) issue.errors.map((issues) => processError({ issues }, [...path, ...issue.path]));
		else if (issue.code === "invalid_key") processError({ issues: issue.issues }, [...path, ...issue.path]);
		else if (issue.code === "invalid_element") processError({ issues: issue.issues }, [...path, ...issue.path]);
		else {
			const fullpath = [...path, ...issue.path];
			if (fullpath.length === 0) fieldErrors._errors.push(mapper(issue));
			else {
				let curr = fieldErrors;
				let i = 0;
				while (i < fullpath.length) {
					const el = fullpath[i];
					const terminal = i === fullpath.length - 1;
					if (el === "_errors") {
						if (terminal) curr._errors.push(mapper(issue));
						i++;
						continue;
					}
					if (!Object.prototype.hasOwnProperty.call(curr, el)) Object.defineProperty(curr, el, {
						value: { _errors: [] },
						enumerable: true,
						writable: true,
						configurable: true
					});
					const node = curr[el];
					if (terminal) node._errors.push(mapper(issue));
					curr = node;
					i++;
				}
			}
		}
	};
	processError(error);
	return fieldErrors;
}
function toDotPath(_path) {
	const segs = [];
	const path = _path.map((seg) => typeof seg === "object" ? seg.key : seg);
	for (const seg of path) if (typeof seg === "number") segs.push(`[${seg}]`);
	else if (typeof seg === "symbol") segs.push(`[${JSON.stringify(String(seg))}]`);
	else if (/[^\w$]/.test(seg)) segs.push(`[${JSON.stringify(seg)}]`);
	else {
		if (segs.length) segs.push(".");
		segs.push(seg);
	}
	return segs.join("");
}
function prettifyError(error) {
	const lines = [];
	const issues = [...error.issues].sort((a, b) => (a.path ?? []).length - (b.path ?? []).length);
	for (const issue of issues) {
		lines.push(`✖ ${issue.message}`);
		if (issue.path?.length) lines.push(`  → at ${toDotPath(issue.path)}`);
	}
	return lines.join("\n");
}
// node_modules/zod/v4/core/parse.js
function finalizeParams(callee, params) {
	return {
		callee: params?.callee ?? callee,
		Err: params?.Err
	};
}
const _parse = (_Err) => {
	const fn = (schema, value, _ctx, _params) => {
		const ctx = _ctx ? {
			..._ctx,
			async: false
		} : { async: false };
		const result = schema._zod.run({
			value,
			issues: []
		}, ctx);
		if (result instanceof Promise) throw new $ZodAsyncError();
		if (result.issues.length) {
			const e = new ((_params?.Err) ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
			captureStackTrace(e, _params?.callee ?? fn);
			throw e;
		}
		return result.value;
	};
	return fn;
};
const _parseAsync = (_Err) => {
	const fn = async (schema, value, _ctx, params) => {
		const ctx = _ctx ? {
			..._ctx,
			async: true
		} : { async: true };
		let result = schema._zod.run({
			value,
			issues: []
		}, ctx);
		if (result instanceof Promise) result = await result;
		if (result.issues.length) {
			const e = new ((params?.Err) ?? _Err)(result.issues.map((iss) => finalizeIssue(iss, ctx, config())));
			captureStackTrace(e, params?.callee ?? fn);
			throw e;
		}
		return result.value;
	};
	return fn;
};
const _safeParse = (_Err) => (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: false
	} : { async: false };
	const result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) throw new $ZodAsyncError();
	return result.issues.length ? failure(_Err, result.issues, ctx) : {
		success: true,
		data: result.value
	};
};
function failure(Err, issues, ctx) {
	let error;
	return {
		success: false,
		get error() {
			if (!error) {
				error = new Err(issues.map((iss) => finalizeIssue(iss, ctx, config())));
				issues = void 0;
				ctx = void 0;
			}
			return error;
		},
		set error(e) {
			error = e;
			issues = void 0;
			ctx = void 0;
		}
	};
}
const _safeParseAsync = (_Err) => async (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: true
	} : { async: true };
	let result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) result = await result;
	return result.issues.length ? failure(_Err, result.issues, ctx) : {
		success: true,
		data: result.value
	};
};
const COMPILE_INVALID = Symbol.for("zod.compile.invalid");
const COMPILE_FALLBACK = Symbol.for("zod.compile.fallback");
const validate$1 = ((schema, value, _ctx) => {
	const validator = schema._zod.bag.validator;
	if (validator !== void 0) {
		if (validator(value) !== COMPILE_INVALID) return true;
		if (validator.definite === true && _ctx === void 0) return false;
	}
	return validateFallback(schema, value, _ctx);
});
function validateFallback(schema, value, _ctx) {
	const ctx = _ctx ? {
		..._ctx,
		async: false,
		abortEarly: true
	} : {
		async: false,
		abortEarly: true
	};
	const fallbackRun = schema._zod.bag.fallbackRun;
	let result;
	if (fallbackRun) {
		ctx[COMPILE_FALLBACK] = true;
		result = fallbackRun({
			value,
			issues: []
		}, ctx);
	} else result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) throw new $ZodAsyncError();
	return result.issues.length === 0;
}
const validateAsync$1 = async (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		async: true,
		abortEarly: true
	} : {
		async: true,
		abortEarly: true
	};
	let result = schema._zod.run({
		value,
		issues: []
	}, ctx);
	if (result instanceof Promise) result = await result;
	return result.issues.length === 0;
};
const _encode = (_Err) => {
	const parse = _parse(_Err);
	const fn = (schema, value, _ctx, _params) => {
		const ctx = _ctx ? {
			..._ctx,
			direction: "backward"
		} : { direction: "backward" };
		return parse(schema, value, ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _decode = (_Err) => {
	const parse = _parse(_Err);
	const fn = (schema, value, _ctx, _params) => {
		return parse(schema, value, _ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _encodeAsync = (_Err) => {
	const parseAsync = _parseAsync(_Err);
	const fn = async (schema, value, _ctx, _params) => {
		const ctx = _ctx ? {
			..._ctx,
			direction: "backward"
		} : { direction: "backward" };
		return await parseAsync(schema, value, ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _decodeAsync = (_Err) => {
	const parseAsync = _parseAsync(_Err);
	const fn = async (schema, value, _ctx, _params) => {
		return await parseAsync(schema, value, _ctx, finalizeParams(fn, _params));
	};
	return fn;
};
const _safeEncode = (_Err) => (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		direction: "backward"
	} : { direction: "backward" };
	return _safeParse(_Err)(schema, value, ctx);
};
const _safeDecode = (_Err) => (schema, value, _ctx) => {
	return _safeParse(_Err)(schema, value, _ctx);
};
const _safeEncodeAsync = (_Err) => async (schema, value, _ctx) => {
	const ctx = _ctx ? {
		..._ctx,
		direction: "backward"
	} : { direction: "backward" };
	return _safeParseAsync(_Err)(schema, value, ctx);
};
const _safeDecodeAsync = (_Err) => async (schema, value, _ctx) => {
	return _safeParseAsync(_Err)(schema, value, _ctx);
};
// node_modules/zod/v4/core/regexes.js
const cuid = /^[cC][0-9a-z]{6,}$/;
const cuid2 = /^[0-9a-z]+$/;
const ulid = /^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$/;
const xid = /^[0-9a-vA-V]{20}$/;
const ksuid = /^[A-Za-z0-9]{27}$/;
const nanoid = /^[a-zA-Z0-9_-]{21}$/;
function nanoidOfLength(length) {
	return new RegExp(`^[a-zA-Z0-9_-]{${length}}$`);
}
const duration = /^P(?:(\d+W)|(?!.*W)(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?)$/;
const guid = /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})$/;
const uuid = (version) => {
	if (!version) return /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$/;
	return new RegExp(`^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-${version}[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12})$`);
};
const email = /^(?:[A-Za-z0-9_'+\-]+\.)*[A-Za-z0-9_'+\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$/;
const _emoji$1 = `^(?=[\\s\\S]*[\\p{Extended_Pictographic}\\p{Regional_Indicator}\\u20E3])[\\p{Extended_Pictographic}\\p{Emoji_Component}]+$`;
function emoji() {
	return new RegExp(_emoji$1, "u");
}
const ipv4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])$/;
const ipv6 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))$/;
const cidrv4 = /^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9][0-9]|[0-9])\/([0-9]|[1-2][0-9]|3[0-2])$/;
const cidrv6 = /^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}:[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|[0-9a-fA-F]{1,4}:((:[0-9a-fA-F]{1,4}){1,6})|:((:[0-9a-fA-F]{1,4}){1,7}|:))\/(12[0-8]|1[01][0-9]|[1-9]?[0-9])$/;
const base64 = /^$|^(?:[0-9a-zA-Z+/]{4})*(?:(?:[0-9a-zA-Z+/]{2}==)|(?:[0-9a-zA-Z+/]{3}=))?$/;
const base64url = /^(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2,3})?$/;
const httpProtocol = /^https?$/;
const e164 = /^\+[1-9]\d{6,14}$/;
const dateSource = `(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))`;
function anchor(source) {
	return new RegExp(`^${source}$`);
}
const date = anchor(dateSource);
function timeSource(args) {
	const hhmm = `(?:[01]\\d|2[0-3]):[0-5]\\d`;
	return typeof args.precision === "number" ? args.precision === -1 ? `${hhmm}` : args.precision === 0 ? `${hhmm}:[0-5]\\d` : `${hhmm}:[0-5]\\d\\.\\d{${args.precision}}` : args.seconds ? `${hhmm}:[0-5]\\d(?:\\.\\d+)?` : `${hhmm}(?::[0-5]\\d(?:\\.\\d+)?)?`;
}
function time(args) {
	return new RegExp(`^${timeSource(args)}$`);
}
function datetime$1(args) {
	const opts = ["Z"];
	if (args.offset) opts.push(`([+-](?:[01]\\d|2[0-3]):[0-5]\\d)`);
	const qualified = `${timeSource({
		precision: args.precision,
		seconds: true
	})}(?:${opts.join("|")})`;
	const timeRegex = args.local ? `${qualified}|${timeSource({ precision: args.precision })}` : qualified;
	return new RegExp(`^${dateSource}T(?:${timeRegex})$`);
}
const anyString = /^[\s\S]{0,}$/;
const integer = /^-?\d+$/;
const number$2 = /^-?\d+(?:\.\d+)?$/;
const boolean$1 = /^(?:true|false)$/i;
const lowercase = /^[^A-Z]*$/;
const uppercase = /^[^a-z]*$/;
// node_modules/zod/v4/core/checks.js
const $ZodCheck = $constructor("$ZodCheck", (inst, def) => {
	var _a;
	inst._zod ?? (inst._zod = {});
	inst._zod.def = def;
	(_a = inst._zod).onattach ?? (_a.onattach = []);
});
const _whenHasLength = (payload) => {
	const val = payload.value;
	return !nullish(val) && val.length !== void 0;
};
const numericOriginMap = {
	number: "number",
	bigint: "bigint",
	object: "date"
};
const $ZodCheckLessThan = $constructor("$ZodCheckLessThan", (inst, def) => {
	$ZodCheck.init(inst, def);
	const origin = numericOriginMap[typeof def.value];
	inst._zod.check = (payload) => {
		if (def.inclusive ? payload.value <= def.value : payload.value < def.value) return;
		payload.issues.push({
			origin: numericOriginMap[typeof payload.value] ?? origin,
			code: "too_big",
			maximum: typeof def.value === "object" ? def.value.getTime() : def.value,
			input: payload.value,
			inclusive: def.inclusive,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckGreaterThan = $constructor("$ZodCheckGreaterThan", (inst, def) => {
	$ZodCheck.init(inst, def);
	const origin = numericOriginMap[typeof def.value];
	inst._zod.check = (payload) => {
		if (def.inclusive ? payload.value >= def.value : payload.value > def.value) return;
		payload.issues.push({
			origin: numericOriginMap[typeof payload.value] ?? origin,
			code: "too_small",
			minimum: typeof def.value === "object" ? def.value.getTime() : def.value,
			input: payload.value,
			inclusive: def.inclusive,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckMultipleOf = $constructor("$ZodCheckMultipleOf", (inst, def) => {
	$ZodCheck.init(inst, def);
	inst._zod.check = (payload) => {
		if (typeof payload.value !== typeof def.value) throw new Error("Cannot mix number and bigint in multiple_of check.");
		if (typeof payload.value === "bigint" ? def.value !== BigInt(0) && payload.value % def.value === BigInt(0) : floatSafeRemainder(payload.value, def.value) === 0) return;
		payload.issues.push({
			origin: typeof payload.value,
			code: "not_multiple_of",
			divisor: def.value,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckNumberFormat = $constructor("$ZodCheckNumberFormat", (inst, def) => {
	$ZodCheck.init(inst, def);
	def.format = def.format || "float64";
	const isInt = def.format?.includes("int");
	const origin = isInt ? "int" : "number";
	const [minimum, maximum] = NUMBER_FORMAT_RANGES[def.format];
	inst._zod.check = (payload) => {
		const input = payload.value;
		if (isInt) {
			if (!Number.isInteger(input)) {
				payload.issues.push({
					expected: origin,
					format: def.format,
					code: "invalid_type",
					continue: false,
					input,
					inst
				});
				return;
			}
			if (!Number.isSafeInteger(input)) {
				if (input > 0) payload.issues.push({
					input,
					code: "too_big",
					maximum: Number.MAX_SAFE_INTEGER,
					note: "Integers must be within the safe integer range.",
					inst,
					origin,
					inclusive: true,
					continue: !def.abort
				});
				else payload.issues.push({
					input,
					code: "too_small",
					minimum: Number.MIN_SAFE_INTEGER,
					note: "Integers must be within the safe integer range.",
					inst,
					origin,
					inclusive: true,
					continue: !def.abort
				});
				return;
			}
		}
		if (input < minimum) payload.issues.push({
			origin: "number",
			input,
			code: "too_small",
			minimum,
			inclusive: true,
			inst,
			continue: !def.abort
		});
		if (input > maximum) payload.issues.push({
			origin: "number",
			input,
			code: "too_big",
			maximum,
			inclusive: true,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckMaxLength = $constructor("$ZodCheckMaxLength", (inst, def) => {
	var _a;
	$ZodCheck.init(inst, def);
	(_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
	inst._zod.check = (payload) => {
		const input = payload.value;
		const units = input.length;
		if ((typeof input === "string" && units > def.maximum ? codePointLength(input) : units) <= def.maximum) return;
		const origin = getLengthableOrigin(input);
		payload.issues.push({
			origin,
			code: "too_big",
			maximum: def.maximum,
			inclusive: true,
			input,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckMinLength = $constructor("$ZodCheckMinLength", (inst, def) => {
	var _a;
	$ZodCheck.init(inst, def);
	(_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
	inst._zod.check = (payload) => {
		const input = payload.value;
		const units = input.length;
		if ((typeof input === "string" && units >= def.minimum && units < def.minimum * 2 ? codePointLength(input) : units) >= def.minimum) return;
		const origin = getLengthableOrigin(input);
		payload.issues.push({
			origin,
			code: "too_small",
			minimum: def.minimum,
			inclusive: true,
			input,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckLengthEquals = $constructor("$ZodCheckLengthEquals", (inst, def) => {
	var _a;
	$ZodCheck.init(inst, def);
	(_a = inst._zod.def).when ?? (_a.when = _whenHasLength);
	inst._zod.check = (payload) => {
		const input = payload.value;
		const units = input.length;
		const length = typeof input === "string" && units >= def.length && units <= def.length * 2 ? codePointLength(input) : units;
		if (length === def.length) return;
		const origin = getLengthableOrigin(input);
		const tooBig = length > def.length;
		payload.issues.push({
			origin,
			...tooBig ? {
				code: "too_big",
				maximum: def.length
			} : {
				code: "too_small",
				minimum: def.length
			},
			inclusive: true,
			exact: true,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckStringFormat = $constructor("$ZodCheckStringFormat", (inst, def) => {
	var _a, _b;
	$ZodCheck.init(inst, def);
	if (def.pattern) (_a = inst._zod).check ?? (_a.check = (payload) => {
		def.pattern.lastIndex = 0;
		if (def.pattern.test(payload.value)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: def.format,
			input: payload.value,
			...def.pattern ? { pattern: def.pattern.toString() } : {},
			inst,
			continue: !def.abort
		});
	});
	else (_b = inst._zod).check ?? (_b.check = () => {});
});
const $ZodCheckRegex = $constructor("$ZodCheckRegex", (inst, def) => {
	$ZodCheckStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		def.pattern.lastIndex = 0;
		if (def.pattern.test(payload.value)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "regex",
			input: payload.value,
			pattern: def.pattern.toString(),
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckLowerCase = $constructor("$ZodCheckLowerCase", (inst, def) => {
	def.pattern ?? (def.pattern = lowercase);
	$ZodCheckStringFormat.init(inst, def);
});
const $ZodCheckUpperCase = $constructor("$ZodCheckUpperCase", (inst, def) => {
	def.pattern ?? (def.pattern = uppercase);
	$ZodCheckStringFormat.init(inst, def);
});
const $ZodCheckIncludes = $constructor("$ZodCheckIncludes", (inst, def) => {
	$ZodCheck.init(inst, def);
	const escapedRegex = escapeRegex(def.includes);
	def.pattern = new RegExp(typeof def.position === "number" ? `^.{${def.position},}${escapedRegex}` : escapedRegex);
	inst._zod.check = (payload) => {
		if (payload.value.includes(def.includes, def.position)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "includes",
			includes: def.includes,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckStartsWith = $constructor("$ZodCheckStartsWith", (inst, def) => {
	$ZodCheck.init(inst, def);
	const pattern = new RegExp(`^${escapeRegex(def.prefix)}.*`);
	def.pattern ?? (def.pattern = pattern);
	inst._zod.check = (payload) => {
		if (payload.value.startsWith(def.prefix)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "starts_with",
			prefix: def.prefix,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckEndsWith = $constructor("$ZodCheckEndsWith", (inst, def) => {
	$ZodCheck.init(inst, def);
	const pattern = new RegExp(`.*${escapeRegex(def.suffix)}$`);
	def.pattern ?? (def.pattern = pattern);
	inst._zod.check = (payload) => {
		if (payload.value.endsWith(def.suffix)) return;
		payload.issues.push({
			origin: "string",
			code: "invalid_format",
			format: "ends_with",
			suffix: def.suffix,
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCheckOverwrite = $constructor("$ZodCheckOverwrite", (inst, def) => {
	$ZodCheck.init(inst, def);
	inst._zod.check = (payload) => {
		payload.value = def.tx(payload.value);
	};
});
// node_modules/zod/v4/core/doc.js
var Doc = class {
	constructor(args = [], closed = {}) {
		this.content = [];
		this.indent = 0;
		this.args = args;
		this.closed = closed;
	}
	indented(fn) {
		this.indent += 1;
		try {
			fn(this);
		} finally {
			this.indent -= 1;
		}
	}
	write(arg) {
		if (typeof arg === "function") {
			arg(this, { execution: "sync" });
			arg(this, { execution: "async" });
			return;
		}
		const lines = arg.split("\n").filter((x) => x);
		const minIndent = Math.min(...lines.map((x) => x.length - x.trimStart().length));
		const dedented = lines.map((x) => x.slice(minIndent)).map((x) => " ".repeat(this.indent * 2) + x);
		for (const line of dedented) this.content.push(line);
	}
	compile() {
		const F = Function;
		const content = this?.content ?? [``];
		return new F(...Object.keys(this.closed), `return function (${this.args.join(", ")}) {\n${content.join("\n")}\n};`)(...Object.values(this.closed));
	}
};
// node_modules/zod/v4/core/versions.js
const version = {
	major: 4,
	minor: 6,
	patch: 7
};
// node_modules/zod/v4/core/schemas.js
const $ZodType = $constructor("$ZodType", (inst, def) => {
	var _a;
	inst ?? (inst = {});
	inst._zod.def = def;
	inst._zod.bag = inst._zod.bag || {};
	inst._zod.version = version;
	const defChecks = inst._zod.def.checks;
	const checks = inst._zod.traits.has("$ZodCheck") ? [inst, ...defChecks ?? []] : defChecks?.length ? [...defChecks] : [];
	for (const ch of checks) for (const fn of ch._zod.onattach) fn(inst);
	if (checks.length === 0) {
		(_a = inst._zod).deferred ?? (_a.deferred = []);
		inst._zod.deferred?.push(() => {
			inst._zod.run = inst._zod.parse;
		});
	} else {
		const runChecks = (payload, checks, ctx) => {
			if (payload.memo) return payload;
			let isAborted = aborted(payload);
			let asyncResult;
			for (const ch of checks) {
				if (ch._zod.def.when) {
					if (explicitlyAborted(payload)) continue;
					if (!ch._zod.def.when(payload)) continue;
				} else if (isAborted) continue;
				const currLen = payload.issues.length;
				const _ = ch._zod.check(payload);
				if (_ instanceof Promise && ctx?.async === false) throw new $ZodAsyncError();
				if (asyncResult || _ instanceof Promise) asyncResult = (asyncResult ?? Promise.resolve()).then(async () => {
					await _;
					if (payload.issues.length === currLen) return;
					attachSchema(payload.issues, currLen, inst);
					if (!isAborted) isAborted = aborted(payload, currLen);
				});
				else {
					if (payload.issues.length === currLen) continue;
					attachSchema(payload.issues, currLen, inst);
					if (!isAborted) isAborted = aborted(payload, currLen);
				}
			}
			if (asyncResult) return asyncResult.then(() => {
				return payload;
			});
			return payload;
		};
		const handleCanaryResult = (canary, payload, ctx) => {
			if (aborted(canary)) {
				canary.aborted = true;
				return canary;
			}
			const checkResult = runChecks(payload, checks, ctx);
			if (checkResult instanceof Promise) {
				if (ctx.async === false) throw new $ZodAsyncError();
				return checkResult.then((checkResult) => inst._zod.parse(checkResult, ctx));
			}
			return inst._zod.parse(checkResult, ctx);
		};
		inst._zod.run = (payload, ctx) => {
			if (ctx.skipChecks) return inst._zod.parse(payload, ctx);
			if (ctx.direction === "backward") {
				const canary = inst._zod.parse({
					value: payload.value,
					issues: []
				}, {
					...ctx,
					skipChecks: true
				});
				if (canary instanceof Promise) return canary.then((canary) => {
					return handleCanaryResult(canary, payload, ctx);
				});
				return handleCanaryResult(canary, payload, ctx);
			}
			const result = inst._zod.parse(payload, ctx);
			if (result instanceof Promise) {
				if (ctx.async === false) throw new $ZodAsyncError();
				return result.then((result) => runChecks(result, checks, ctx));
			}
			return runChecks(result, checks, ctx);
		};
	}
}, {
	get "~standard"() {
		return hide(this, "~standard", standardProps(this));
	},
	set "~standard"(value) {
		own(this, "~standard", value);
	}
});
const toStandardResult = (r, ctx) => r.issues.length ? { issues: r.issues.map((iss) => finalizeIssue(iss, ctx, config())) } : { value: r.value };
async function validateAsync(inst, value) {
	const ctx = { async: true };
	return toStandardResult(await inst._zod.run({
		value,
		issues: []
	}, ctx), ctx);
}
function standardProps(inst) {
	return {
		validate: (value) => {
			const ctx = { async: false };
			try {
				const r = inst._zod.run({
					value,
					issues: []
				}, ctx);
				if (!(r instanceof Promise)) return toStandardResult(r, ctx);
			} catch (_) {}
			return validateAsync(inst, value);
		},
		vendor: "zod",
		version: 1
	};
}
const $ZodString = $constructor("$ZodString", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = def.pattern ?? anyString;
	inst._zod.parse = (payload, _) => {
		if (def.coerce) try {
			payload.value = String(payload.value);
		} catch (_) {}
		if (typeof payload.value === "string") return payload;
		payload.issues.push({
			expected: "string",
			code: "invalid_type",
			input: payload.value,
			inst
		});
		return payload;
	};
});
const $ZodStringFormat = $constructor("$ZodStringFormat", (inst, def) => {
	$ZodCheckStringFormat.init(inst, def);
	$ZodString.init(inst, def);
});
const $ZodGUID = $constructor("$ZodGUID", (inst, def) => {
	def.pattern ?? (def.pattern = guid);
	$ZodStringFormat.init(inst, def);
});
const $ZodUUID = $constructor("$ZodUUID", (inst, def) => {
	if (def.version) {
		const v = {
			v1: 1,
			v2: 2,
			v3: 3,
			v4: 4,
			v5: 5,
			v6: 6,
			v7: 7,
			v8: 8
		}[def.version];
		if (v === void 0) throw new Error(`Invalid UUID version: "${def.version}"`);
		def.pattern ?? (def.pattern = uuid(v));
	} else def.pattern ?? (def.pattern = uuid());
	$ZodStringFormat.init(inst, def);
});
const $ZodEmail = $constructor("$ZodEmail", (inst, def) => {
	def.pattern ?? (def.pattern = email);
	$ZodStringFormat.init(inst, def);
});
function canParseURL(input) {
	try {
		if (typeof URL !== "undefined" && typeof URL.canParse === "function") return URL.canParse(input);
		new URL(input);
		return true;
	} catch {
		return false;
	}
}
function validateURL(trimmed, def) {
	if (!("normalize" in def) && !("hostname" in def) && !("protocol" in def)) return canParseURL(trimmed) || 2;
	return parseURLObject(trimmed, def);
}
function parseURLObject(trimmed, def) {
	if (!def.normalize && def.protocol?.source === httpProtocol.source && !/^https?:\/\//i.test(trimmed)) return 1;
	try {
		if (typeof URL !== "undefined") {
			const URLStatic = URL;
			if (typeof URLStatic.parse === "function") return URLStatic.parse(trimmed) ?? 2;
		}
		return new URL(trimmed);
	} catch {
		return 2;
	}
}
const asciiTabOrNewline = /[\t\n\r]/g;
function stripTabAndNewline(value) {
	return value.replace(asciiTabOrNewline, "");
}
function urlHostnameOk(url, hostname) {
	hostname.lastIndex = 0;
	return hostname.test(url.hostname);
}
function urlProtocolOk(url, protocol) {
	protocol.lastIndex = 0;
	return protocol.test(url.protocol.endsWith(":") ? url.protocol.slice(0, -1) : url.protocol);
}
const $ZodURL = $constructor("$ZodURL", (inst, def) => {
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		try {
			const trimmed = payload.value.trim();
			const url = validateURL(trimmed, def);
			if (url === 1) {
				payload.issues.push({
					code: "invalid_format",
					format: "url",
					note: "Invalid URL format",
					input: payload.value,
					inst,
					continue: !def.abort
				});
				return;
			}
			if (url === 2) {
				payload.issues.push({
					code: "invalid_format",
					format: "url",
					input: payload.value,
					inst,
					continue: !def.abort
				});
				return;
			}
			if (url === true) {
				payload.value = stripTabAndNewline(trimmed);
				return;
			}
			if (def.hostname && !urlHostnameOk(url, def.hostname)) payload.issues.push({
				code: "invalid_format",
				format: "url",
				note: "Invalid hostname",
				pattern: def.hostname.source,
				input: payload.value,
				inst,
				continue: !def.abort
			});
			if (def.protocol && !urlProtocolOk(url, def.protocol)) payload.issues.push({
				code: "invalid_format",
				format: "url",
				note: "Invalid protocol",
				pattern: def.protocol.source,
				input: payload.value,
				inst,
				continue: !def.abort
			});
			payload.value = def.normalize ? url.href : stripTabAndNewline(trimmed);
			return;
		} catch (_) {
			payload.issues.push({
				code: "invalid_format",
				format: "url",
				input: payload.value,
				inst,
				continue: !def.abort
			});
		}
	};
});
const $ZodEmoji = $constructor("$ZodEmoji", (inst, def) => {
	def.pattern ?? (def.pattern = emoji());
	$ZodStringFormat.init(inst, def);
});
const $ZodNanoID = $constructor("$ZodNanoID", (inst, def) => {
	if (def.length !== void 0 && (!Number.isInteger(def.length) || def.length < 1)) throw new Error(`Invalid nanoid length: ${def.length}`);
	def.pattern ?? (def.pattern = def.length === void 0 ? nanoid : nanoidOfLength(def.length));
	$ZodStringFormat.init(inst, def);
});
const $ZodCUID = $constructor("$ZodCUID", (inst, def) => {
	def.pattern ?? (def.pattern = cuid);
	$ZodStringFormat.init(inst, def);
});
const $ZodCUID2 = $constructor("$ZodCUID2", (inst, def) => {
	def.pattern ?? (def.pattern = cuid2);
	$ZodStringFormat.init(inst, def);
});
const $ZodULID = $constructor("$ZodULID", (inst, def) => {
	def.pattern ?? (def.pattern = ulid);
	$ZodStringFormat.init(inst, def);
});
const $ZodXID = $constructor("$ZodXID", (inst, def) => {
	def.pattern ?? (def.pattern = xid);
	$ZodStringFormat.init(inst, def);
});
const $ZodKSUID = $constructor("$ZodKSUID", (inst, def) => {
	def.pattern ?? (def.pattern = ksuid);
	$ZodStringFormat.init(inst, def);
});
const $ZodISODateTime = $constructor("$ZodISODateTime", (inst, def) => {
	def.pattern ?? (def.pattern = datetime$1(def));
	$ZodStringFormat.init(inst, def);
});
const $ZodISODate = $constructor("$ZodISODate", (inst, def) => {
	def.pattern ?? (def.pattern = date);
	$ZodStringFormat.init(inst, def);
});
const $ZodISOTime = $constructor("$ZodISOTime", (inst, def) => {
	def.pattern ?? (def.pattern = time(def));
	$ZodStringFormat.init(inst, def);
});
const $ZodISODuration = $constructor("$ZodISODuration", (inst, def) => {
	def.pattern ?? (def.pattern = duration);
	$ZodStringFormat.init(inst, def);
});
const $ZodIPv4 = $constructor("$ZodIPv4", (inst, def) => {
	def.pattern ?? (def.pattern = ipv4);
	$ZodStringFormat.init(inst, def);
});
const ipv6Alphabet = /^[0-9a-fA-F:.]+$/;
function isValidIPv6(value) {
	if (!ipv6Alphabet.test(value)) return false;
	return canParseURL(`http://[${value}]`);
}
const $ZodIPv6 = $constructor("$ZodIPv6", (inst, def) => {
	def.pattern ?? (def.pattern = ipv6);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (!isValidIPv6(payload.value)) payload.issues.push({
			code: "invalid_format",
			format: "ipv6",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodCIDRv4 = $constructor("$ZodCIDRv4", (inst, def) => {
	def.pattern ?? (def.pattern = cidrv4);
	$ZodStringFormat.init(inst, def);
});
function isValidCIDRv6(value) {
	const parts = value.split("/");
	if (parts.length !== 2) return false;
	const [address, prefix] = parts;
	if (!prefix) return false;
	const prefixNum = Number(prefix);
	if (`${prefixNum}` !== prefix) return false;
	if (prefixNum < 0 || prefixNum > 128) return false;
	return isValidIPv6(address);
}
const $ZodCIDRv6 = $constructor("$ZodCIDRv6", (inst, def) => {
	def.pattern ?? (def.pattern = cidrv6);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (!isValidCIDRv6(payload.value)) payload.issues.push({
			code: "invalid_format",
			format: "cidrv6",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
function isValidBase64(data) {
	if (data === "") return true;
	if (/\s/.test(data)) return false;
	if (data.length % 4 !== 0) return false;
	try {
		atob(data);
		return true;
	} catch {
		return false;
	}
}
const base64Charset = /^[0-9a-zA-Z+/]*={0,2}$/;
const $ZodBase64 = $constructor("$ZodBase64", (inst, def) => {
	def.pattern ?? (def.pattern = base64Charset);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (isValidBase64(payload.value)) return;
		payload.issues.push({
			code: "invalid_format",
			format: "base64",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const base64urlCharset = /^[A-Za-z0-9_-]*$/;
function isValidBase64URL(data) {
	if (!base64urlCharset.test(data)) return false;
	const base64 = data.replace(/[-_]/g, (c) => c === "-" ? "+" : "/");
	return isValidBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, "="));
}
const $ZodBase64URL = $constructor("$ZodBase64URL", (inst, def) => {
	def.pattern ?? (def.pattern = base64urlCharset);
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (isValidBase64URL(payload.value)) return;
		payload.issues.push({
			code: "invalid_format",
			format: "base64url",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodE164 = $constructor("$ZodE164", (inst, def) => {
	def.pattern ?? (def.pattern = e164);
	$ZodStringFormat.init(inst, def);
});
function isValidJWT(token, algorithm = null) {
	try {
		const tokensParts = token.split(".");
		if (tokensParts.length !== 3) return false;
		const [header] = tokensParts;
		if (!header) return false;
		const parsedHeader = JSON.parse(atob(header));
		if ("typ" in parsedHeader && parsedHeader?.typ !== "JWT") return false;
		if (!parsedHeader.alg) return false;
		if (algorithm && (!("alg" in parsedHeader) || parsedHeader.alg !== algorithm)) return false;
		return true;
	} catch {
		return false;
	}
}
const $ZodJWT = $constructor("$ZodJWT", (inst, def) => {
	$ZodStringFormat.init(inst, def);
	inst._zod.check = (payload) => {
		if (isValidJWT(payload.value, def.alg)) return;
		payload.issues.push({
			code: "invalid_format",
			format: "jwt",
			input: payload.value,
			inst,
			continue: !def.abort
		});
	};
});
const $ZodNumber = $constructor("$ZodNumber", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = number$2;
	inst._zod.parse = (payload, _ctx) => {
		if (def.coerce) try {
			payload.value = Number(payload.value);
		} catch (_) {}
		const input = payload.value;
		if (typeof input === "number" && !Number.isNaN(input) && Number.isFinite(input)) return payload;
		const received = typeof input === "number" ? Number.isNaN(input) ? "NaN" : !Number.isFinite(input) ? String(input) : void 0 : void 0;
		payload.issues.push({
			expected: "number",
			code: "invalid_type",
			input,
			inst,
			...received ? { received } : {}
		});
		return payload;
	};
});
const $ZodNumberFormat = $constructor("$ZodNumberFormat", (inst, def) => {
	$ZodCheckNumberFormat.init(inst, def);
	$ZodNumber.init(inst, def);
});
const $ZodBoolean = $constructor("$ZodBoolean", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.pattern = boolean$1;
	inst._zod.parse = (payload, _ctx) => {
		if (def.coerce) try {
			payload.value = Boolean(payload.value);
		} catch (_) {}
		const input = payload.value;
		if (typeof input === "boolean") return payload;
		payload.issues.push({
			expected: "boolean",
			code: "invalid_type",
			input,
			inst
		});
		return payload;
	};
});
const $ZodUnknown = $constructor("$ZodUnknown", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload) => payload;
});
const $ZodNever = $constructor("$ZodNever", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, _ctx) => {
		payload.issues.push({
			expected: "never",
			code: "invalid_type",
			input: payload.value,
			inst
		});
		return payload;
	};
});
function capSize(inst, size) {
	const caps = sizeCaps(inst._zod.def.checks);
	if (!caps.length) return;
	const cap = Math.min(...caps.map((c) => c[0]));
	const parse = inst._zod.parse;
	inst._zod.parse = (payload, ctx) => {
		const n = size(payload.value);
		if (n > cap && !ctx?.skipChecks && ctx?.direction !== "backward") {
			for (const [max, ch] of sizeCaps(inst._zod.def.checks)) if (n > max && ch._zod.def.when(payload)) {
				const start = payload.issues.length;
				ch._zod.check(payload);
				payload.issues[start].continue = false;
				attachSchema(payload.issues, start, inst);
				return payload;
			}
		}
		return parse(payload, ctx);
	};
}
const arraySize = (input) => Array.isArray(input) ? input.length : -1;
function handleArrayResult(result, final, index) {
	if (result.issues.length) final.issues.push(...prefixIssues(index, result.issues));
	final.value[index] = result.value;
}
const $ZodArray = $constructor("$ZodArray", (inst, def) => {
	$ZodType.init(inst, def);
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!Array.isArray(input)) {
			payload.issues.push({
				expected: "array",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		payload.value = memo ? memo.alloc(inst, payload, Array(input.length), ctx) : Array(input.length);
		const proms = [];
		const abortEarly = ctx?.abortEarly;
		for (let i = 0; i < input.length; i++) {
			const item = input[i];
			const result = def.element._zod.run({
				value: item,
				issues: []
			}, ctx);
			if (result instanceof Promise) proms.push(result.then((result) => handleArrayResult(result, payload, i)));
			else {
				handleArrayResult(result, payload, i);
				if (abortEarly && result.issues.length !== 0 && aborted(result)) break;
			}
		}
		if (proms.length) return Promise.all(proms).then(() => payload);
		return payload;
	};
	capSize(inst, arraySize);
});
function handlePropertyResult(result, final, key, input, optin, optout) {
	const isPresent = key in input;
	const isOptionalOut = optout === "optional";
	if (!isPresent && isOptionalOut && optin === "optional") return;
	if (result.issues.length) {
		if (optin !== void 0 && isOptionalOut && !isPresent) return;
		final.issues.push(...prefixIssues(key, result.issues));
	}
	if (!isPresent && optin === void 0) {
		if (!result.issues.length) final.issues.push({
			code: "invalid_type",
			expected: "nonoptional",
			input: void 0,
			path: [key]
		});
		return;
	}
	if (result.value === void 0) {
		if (isPresent || optin === "defaulted" && !isOptionalOut) final.value[key] = void 0;
	} else final.value[key] = result.value;
}
const NO_SYMBOL_KEYS = [];
function normalizeDef(def) {
	const keys = Object.keys(def.shape);
	const ownSymbols = Object.getOwnPropertySymbols(def.shape);
	const symbolKeys = ownSymbols.length ? ownSymbols : NO_SYMBOL_KEYS;
	const allKeys = symbolKeys.length ? [...keys, ...symbolKeys] : keys;
	for (const k of allKeys) if (!def.shape?.[k]?._zod?.traits?.has("$ZodType")) throw new Error(`Invalid element at key "${String(k)}": expected a Zod schema`);
	const okeys = optionalKeys(def.shape);
	return {
		...def,
		allKeys,
		symbolKeys,
		keySet: new Set(keys),
		numKeys: keys.length,
		optionalKeys: new Set(okeys)
	};
}
function handleCatchall(proms, input, payload, ctx, def, inst, abortEarly) {
	const unrecognized = [];
	const keySet = def.keySet;
	const _catchall = def.catchall._zod;
	const t = _catchall.def.type;
	const optin = _catchall.optin;
	const optout = _catchall.optout;
	let seen = 0;
	for (const key in input) {
		if (abortEarly && payload.issues.length !== seen) {
			if (aborted(payload, seen)) break;
			seen = payload.issues.length;
		}
		if (keySet.has(key)) continue;
		if (key === "__proto__") {
			if (t === "never") unrecognized.push(key);
			continue;
		}
		if (t === "never") {
			unrecognized.push(key);
			continue;
		}
		const r = _catchall.run({
			value: input[key],
			issues: []
		}, ctx);
		if (r instanceof Promise) proms.push(r.then((r) => handlePropertyResult(r, payload, key, input, optin, optout)));
		else handlePropertyResult(r, payload, key, input, optin, optout);
	}
	if (unrecognized.length) payload.issues.push({
		code: "unrecognized_keys",
		keys: unrecognized,
		input,
		inst,
		continue: true
	});
	if (!proms.length) return payload;
	return Promise.all(proms).then(() => {
		return payload;
	});
}
const $ZodObject = $constructor("$ZodObject", (inst, def) => {
	$ZodType.init(inst, def);
	const desc = Object.getOwnPropertyDescriptor(def, "shape");
	const sh = desc?.get ? desc.get.raw : def.shape ?? {};
	if (sh) {
		const get = () => {
			const newSh = { ...sh };
			Object.defineProperty(def, "shape", { value: newSh });
			get.raw = newSh;
			return newSh;
		};
		get.raw = sh;
		Object.defineProperty(def, "shape", { get });
	}
	const _normalized = cached(() => normalizeDef(def));
	defineLazyInternal(inst, "propValues", (zod) => {
		const shape = zod.def.shape;
		const propValues = {};
		for (const key in shape) {
			const field = shape[key]._zod;
			if (field.values) {
				if (!Object.prototype.hasOwnProperty.call(propValues, key)) assignProp(propValues, key, new Set());
				for (const v of field.values) propValues[key].add(v);
				if (field.optin !== void 0) propValues[key].add(void 0);
			}
		}
		return propValues;
	});
	const isObject$1 = isObject;
	const catchall = def.catchall;
	let value;
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		value ?? (value = _normalized.value);
		const input = payload.value;
		if (!isObject$1(input)) {
			payload.issues.push({
				expected: "object",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
		const proms = [];
		const shape = value.shape;
		const abortEarly = ctx?.abortEarly;
		let seen = payload.issues.length;
		for (const key of value.allKeys) {
			if (abortEarly && payload.issues.length !== seen) {
				if (aborted(payload, seen)) break;
				seen = payload.issues.length;
			}
			if (key === "__proto__") continue;
			const el = shape[key];
			const optin = el._zod.optin;
			const optout = el._zod.optout;
			const r = el._zod.run({
				value: input[key],
				issues: []
			}, ctx);
			if (r instanceof Promise) proms.push(r.then((r) => handlePropertyResult(r, payload, key, input, optin, optout)));
			else handlePropertyResult(r, payload, key, input, optin, optout);
		}
		if (!catchall) return proms.length ? Promise.all(proms).then(() => payload) : payload;
		return handleCatchall(proms, input, payload, ctx, _normalized.value, inst, abortEarly === true);
	};
});
const $ZodObjectJIT = $constructor("$ZodObjectJIT", (inst, def) => {
	$ZodObject.init(inst, def);
	const superParse = inst._zod.parse;
	const _normalized = cached(() => normalizeDef(def));
	const memo = globalConfig.memoizer;
	const generateFastpass = (shape) => {
		const normalized = _normalized.value;
		const syms = normalized.symbolKeys;
		const doc = new Doc(["payload", "ctx"], {
			shape,
			inst,
			memo,
			syms
		});
		const parseStr = (k) => `shape[${k}]._zod.run({ value: input[${k}], issues: [] }, ctx)`;
		const prefixStr = (id, k) => `
          let ${id}_ab = false;
          for (let i = 0; i < ${id}.issues.length; i++) {
            const iss = ${id}.issues[i];
            iss.path = iss.path ? [${k}, ...iss.path] : [${k}];
            payload.issues.push(iss);
            if (iss.continue !== true) ${id}_ab = true;
          }
          if (${id}_ab && ctx && ctx.abortEarly) {
            payload.value = newResult;
            return payload;
          }`;
		doc.write(`const input = payload.value;`);
		const ids = Object.create(null);
		let counter = 0;
		for (const key of normalized.allKeys) ids[key] = `key_${counter++}`;
		doc.write(memo ? `const newResult = memo.alloc(inst, payload, {}, ctx);` : `const newResult = {};`);
		for (const key of normalized.allKeys) {
			if (key === "__proto__") continue;
			const id = ids[key];
			const k = typeof key === "symbol" ? `syms[${syms.indexOf(key)}]` : esc(key);
			const isPresent = `${k} in input`;
			const schema = shape[key];
			const optin = schema?._zod?.optin;
			const isOptionalIn = optin !== void 0;
			const isOptionalOut = schema?._zod?.optout === "optional";
			doc.write(`const ${id} = ${parseStr(k)};`);
			if (isOptionalIn && isOptionalOut) {
				const assign = optin === "optional" ? `${id}_present` : `${id}.value !== undefined || ${id}_present`;
				doc.write(`
        const ${id}_present = ${isPresent};
        if (!${id}.issues.length || ${id}_present) {
          if (${id}.issues.length) {${prefixStr(id, k)}
          }

          if (${assign}) {
            newResult[${k}] = ${id}.value;
          }
        }

      `);
			} else if (!isOptionalIn) doc.write(`
        const ${id}_present = ${isPresent};
        if (${id}.issues.length) {${prefixStr(id, k)}
        }
        if (!${id}_present && !${id}.issues.length) {
          payload.issues.push({
            code: "invalid_type",
            expected: "nonoptional",
            input: undefined,
            path: [${k}]
          });
          if (ctx && ctx.abortEarly) {
            payload.value = newResult;
            return payload;
          }
        }

        if (${id}_present) {
          newResult[${k}] = ${id}.value;
        }

      `);
			else {
				doc.write(`
        if (${id}.issues.length) {${prefixStr(id, k)}
        }
      `);
				if (optin === "defaulted") doc.write(`newResult[${k}] = ${id}.value;`);
				else doc.write(`
        if (${id}.value !== undefined || ${isPresent}) {
          newResult[${k}] = ${id}.value;
        }
      `);
			}
		}
		doc.write(`payload.value = newResult;`);
		doc.write(`return payload;`);
		return doc.compile();
	};
	let fastpass;
	const isObject$2 = isObject;
	const jit = !globalConfig.jitless;
	const fastEnabled = jit && allowsEval.value;
	const catchall = def.catchall;
	let value;
	inst._zod.parse = (payload, ctx) => {
		value ?? (value = _normalized.value);
		const input = payload.value;
		if (!isObject$2(input)) {
			payload.issues.push({
				expected: "object",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		if (jit && fastEnabled && ctx?.async === false && ctx.jitless !== true) {
			if (!fastpass) fastpass = generateFastpass(def.shape);
			payload = fastpass(payload, ctx);
			if (!catchall) return payload;
			return handleCatchall([], input, payload, ctx, value, inst, ctx?.abortEarly === true);
		}
		return superParse(payload, ctx);
	};
});
function handleUnionResults(results, final, inst, ctx) {
	for (const result of results) if (result.issues.length === 0) {
		final.value = result.value;
		return final;
	}
	const nonaborted = results.filter((r) => !aborted(r));
	if (nonaborted.length === 1) {
		final.value = nonaborted[0].value;
		return nonaborted[0];
	}
	final.issues.push({
		code: "invalid_union",
		input: final.value,
		inst,
		errors: results.map((result) => result.issues.map((iss) => finalizeIssue(iss, ctx, config())))
	});
	return final;
}
const $ZodUnion = $constructor("$ZodUnion", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.options.some((o) => o._zod.optin === "defaulted") ? "defaulted" : zod.def.options.some((o) => o._zod.optin !== void 0) ? "optional" : void 0);
	defineLazyInternal(inst, "optout", (zod) => zod.def.options.some((o) => o._zod.optout === "optional") ? "optional" : void 0);
	defineLazyInternal(inst, "values", (zod) => {
		if (zod.def.options.every((o) => o._zod.values)) return new Set(zod.def.options.flatMap((option) => Array.from(option._zod.values)));
	});
	defineLazyInternal(inst, "pattern", (zod) => {
		if (zod.def.options.every((o) => o._zod.pattern)) {
			const patterns = zod.def.options.map((o) => o._zod.pattern);
			return new RegExp(`^(${patterns.map((p) => cleanRegex(p.source)).join("|")})$`);
		}
	});
	const first = def.options.length === 1 ? def.options[0]._zod.run : null;
	inst._zod.parse = (payload, ctx) => {
		if (first) return first(payload, ctx);
		let async = false;
		const results = [];
		for (const option of def.options) {
			const result = option._zod.run({
				value: payload.value,
				issues: []
			}, ctx);
			if (result instanceof Promise) {
				results.push(result);
				async = true;
			} else {
				if (result.issues.length === 0) return result;
				results.push(result);
			}
		}
		if (!async) return handleUnionResults(results, payload, inst, ctx);
		return Promise.all(results).then((results) => {
			return handleUnionResults(results, payload, inst, ctx);
		});
	};
});
const $ZodIntersection = $constructor("$ZodIntersection", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		const left = def.left._zod.run({
			value: input,
			issues: []
		}, ctx);
		const right = def.right._zod.run({
			value: input,
			issues: []
		}, ctx);
		if (left instanceof Promise || right instanceof Promise) return Promise.all([left, right]).then(([left, right]) => {
			return handleIntersectionResults(payload, left, right);
		});
		return handleIntersectionResults(payload, left, right);
	};
});
function mergeValues(a, b) {
	if (a === b) return {
		valid: true,
		data: a
	};
	if (a instanceof Date && b instanceof Date && +a === +b) return {
		valid: true,
		data: a
	};
	if (isPlainObject(a) && isPlainObject(b)) {
		const bKeys = Object.keys(b);
		const sharedKeys = Object.keys(a).filter((key) => bKeys.indexOf(key) !== -1);
		const newObj = {
			...a,
			...b
		};
		if (Object.prototype.hasOwnProperty.call(newObj, "__proto__")) delete newObj.__proto__;
		for (const key of sharedKeys) {
			if (key === "__proto__") continue;
			const sharedValue = mergeValues(a[key], b[key]);
			if (!sharedValue.valid) return {
				valid: false,
				mergeErrorPath: [key, ...sharedValue.mergeErrorPath]
			};
			newObj[key] = sharedValue.data;
		}
		return {
			valid: true,
			data: newObj
		};
	}
	if (Array.isArray(a) && Array.isArray(b)) {
		if (a.length !== b.length) return {
			valid: false,
			mergeErrorPath: []
		};
		const newArray = [];
		for (let index = 0; index < a.length; index++) {
			const itemA = a[index];
			const itemB = b[index];
			const sharedValue = mergeValues(itemA, itemB);
			if (!sharedValue.valid) return {
				valid: false,
				mergeErrorPath: [index, ...sharedValue.mergeErrorPath]
			};
			newArray.push(sharedValue.data);
		}
		return {
			valid: true,
			data: newArray
		};
	}
	return {
		valid: false,
		mergeErrorPath: []
	};
}
function handleIntersectionResults(result, left, right) {
	const unrecKeys = new Map();
	let unrecIssue;
	const keyIssues = new Map();
	const collect = (iss, side) => {
		let keys;
		if (iss.code === "unrecognized_keys" && !iss.path?.length) {
			unrecIssue ?? (unrecIssue = iss);
			keys = iss.keys;
		} else if (iss.code === "invalid_key" && iss.origin === "record" && iss.path?.length === 1) {
			const k = String(iss.path[0]);
			if (!keyIssues.has(k)) keyIssues.set(k, iss);
			keys = [k];
		} else return false;
		for (const k of keys) {
			if (!unrecKeys.has(k)) unrecKeys.set(k, {});
			unrecKeys.get(k)[side] = true;
		}
		return true;
	};
	for (const iss of left.issues) if (!collect(iss, "l")) result.issues.push(iss);
	for (const iss of right.issues) if (!collect(iss, "r")) result.issues.push(iss);
	const bothKeys = [...unrecKeys].filter(([, f]) => f.l && f.r).map(([k]) => k);
	if (bothKeys.length) {
		const aggregated = unrecIssue ? bothKeys.filter((k) => unrecIssue.keys.includes(k)) : [];
		if (aggregated.length) result.issues.push({
			...unrecIssue,
			keys: aggregated
		});
		for (const k of bothKeys) if (!aggregated.includes(k) && keyIssues.has(k)) result.issues.push(keyIssues.get(k));
	}
	const merged = mergeValues(left.value, right.value);
	if (!merged.valid) {
		if (aborted(result)) return result;
		throw new Error(`Unmergable intersection. Error path: ${JSON.stringify(merged.mergeErrorPath)}`);
	}
	result.value = merged.data;
	return result;
}
const $ZodRecord = $constructor("$ZodRecord", (inst, def) => {
	$ZodType.init(inst, def);
	const memo = globalConfig.memoizer;
	memo?.attach(inst);
	inst._zod.parse = (payload, ctx) => {
		const input = payload.value;
		if (!isPlainObject(input)) {
			payload.issues.push({
				expected: "record",
				code: "invalid_type",
				input,
				inst
			});
			return payload;
		}
		const proms = [];
		const values = def.keyType._zod.values;
		if (values && !def.partial) {
			payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
			const recordKeys = new Set();
			for (const key of values) if (typeof key === "string" || typeof key === "number" || typeof key === "symbol") {
				recordKeys.add(typeof key === "number" ? key.toString() : key);
				if (key === "__proto__") continue;
				const keyResult = def.keyType._zod.run({
					value: key,
					issues: []
				}, ctx);
				if (keyResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
				if (keyResult.issues.length) {
					payload.issues.push({
						code: "invalid_key",
						origin: "record",
						issues: keyResult.issues.map((iss) => finalizeIssue(iss, ctx, config())),
						input: key,
						path: [key],
						inst
					});
					continue;
				}
				const outKey = keyResult.value;
				if (outKey === "__proto__") continue;
				const result = def.valueType._zod.run({
					value: input[key],
					issues: []
				}, ctx);
				if (result instanceof Promise) proms.push(result.then((result) => {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}));
				else {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}
			}
			let unrecognized;
			for (const key in input) if (!recordKeys.has(key)) {
				if (def.mode === "loose") {
					if (key === "__proto__") continue;
					payload.value[key] = input[key];
				} else {
					unrecognized = unrecognized ?? [];
					unrecognized.push(key);
				}
			}
			if (unrecognized && unrecognized.length > 0) payload.issues.push({
				code: "unrecognized_keys",
				input,
				inst,
				keys: unrecognized,
				continue: true
			});
		} else {
			payload.value = memo ? memo.alloc(inst, payload, {}, ctx) : {};
			let unrecognized;
			for (const key of Reflect.ownKeys(input)) {
				if (key === "__proto__") continue;
				if (!Object.prototype.propertyIsEnumerable.call(input, key)) continue;
				let keyResult = def.keyType._zod.run({
					value: key,
					issues: []
				}, ctx);
				if (keyResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
				if (typeof key === "string" && number$2.test(key) && keyResult.issues.length) {
					const retryResult = def.keyType._zod.run({
						value: Number(key),
						issues: []
					}, ctx);
					if (retryResult instanceof Promise) throw new Error("Async schemas not supported in object keys currently");
					if (retryResult.issues.length === 0) keyResult = retryResult;
				}
				if (keyResult.issues.length) {
					if (def.mode === "loose") payload.value[key] = input[key];
					else if (values) {
						unrecognized = unrecognized ?? [];
						unrecognized.push(key);
					} else payload.issues.push({
						code: "invalid_key",
						origin: "record",
						issues: keyResult.issues.map((iss) => finalizeIssue(iss, ctx, config())),
						input: key,
						path: [key],
						inst
					});
					continue;
				}
				const outKey = keyResult.value;
				if (outKey === "__proto__") continue;
				const result = def.valueType._zod.run({
					value: input[key],
					issues: []
				}, ctx);
				if (result instanceof Promise) proms.push(result.then((result) => {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}));
				else {
					if (result.issues.length) payload.issues.push(...prefixIssues(key, result.issues));
					payload.value[outKey] = result.value;
				}
			}
			if (unrecognized && unrecognized.length > 0) payload.issues.push({
				code: "unrecognized_keys",
				input,
				inst,
				keys: unrecognized,
				continue: true
			});
		}
		if (proms.length) return Promise.all(proms).then(() => payload);
		return payload;
	};
});
const $ZodEnum = $constructor("$ZodEnum", (inst, def) => {
	$ZodType.init(inst, def);
	const values = getEnumValues(def.entries);
	const valuesSet = new Set(values);
	inst._zod.values = valuesSet;
	defineLazyInternal(inst, "pattern", (zod) => {
		const patternValues = getEnumValues(zod.def.entries).filter((k) => propertyKeyTypes.has(typeof k));
		return new RegExp(patternValues.length ? `^(${patternValues.map((o) => escapeRegex(o.toString())).join("|")})$` : "^[^\\s\\S]$");
	});
	inst._zod.parse = (payload, _ctx) => {
		const input = payload.value;
		if (valuesSet.has(input)) return payload;
		payload.issues.push({
			code: "invalid_value",
			values,
			input,
			inst
		});
		return payload;
	};
});
const $ZodLiteral = $constructor("$ZodLiteral", (inst, def) => {
	$ZodType.init(inst, def);
	const values = new Set(def.values);
	inst._zod.values = values;
	defineLazyInternal(inst, "pattern", (zod) => {
		const vals = zod.def.values;
		return new RegExp(vals.length ? `^(${vals.map((o) => typeof o === "string" ? escapeRegex(o) : o ? escapeRegex(o.toString()) : String(o)).join("|")})$` : "^[^\\s\\S]$");
	});
	inst._zod.parse = (payload, _ctx) => {
		const input = payload.value;
		if (values.has(input)) return payload;
		payload.issues.push({
			code: "invalid_value",
			values: def.values,
			input,
			inst
		});
		return payload;
	};
});
const $ZodTransform = $constructor("$ZodTransform", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.optin = "optional";
	globalConfig.memoizer?.guard(inst);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") throw new $ZodEncodeError(inst.constructor.name);
		const _out = def.transform(payload.value, payload);
		if (ctx.async) return (_out instanceof Promise ? _out : Promise.resolve(_out)).then((output) => {
			payload.value = output;
			return payload;
		});
		if (_out instanceof Promise) throw new $ZodAsyncError();
		payload.value = _out;
		return payload;
	};
});
function handleOptionalResult(payload, result) {
	payload.value = result.issues.length ? void 0 : result.value;
	return payload;
}
const $ZodOptional = $constructor("$ZodOptional", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional");
	inst._zod.optout = "optional";
	defineLazyInternal(inst, "values", (zod) => {
		const values = zod.def.innerType._zod.values;
		return values ? new Set([...values, void 0]) : void 0;
	});
	defineLazyInternal(inst, "pattern", (zod) => {
		const pattern = zod.def.innerType._zod.pattern;
		return pattern ? new RegExp(`^(${cleanRegex(pattern.source)})?$`) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		if (payload.value === void 0) {
			if (def.innerType._zod.optin !== "defaulted") return payload;
			const result = def.innerType._zod.run({
				value: payload.value,
				issues: []
			}, ctx);
			if (result instanceof Promise) return result.then((result) => handleOptionalResult(payload, result));
			return handleOptionalResult(payload, result);
		}
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodExactOptional = $constructor("$ZodExactOptional", (inst, def) => {
	$ZodOptional.init(inst, def);
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	defineLazyInternal(inst, "pattern", (zod) => zod.def.innerType._zod.pattern);
	inst._zod.parse = (payload, ctx) => {
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodNullable = $constructor("$ZodNullable", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin);
	defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout);
	defineLazyInternal(inst, "pattern", (zod) => {
		const pattern = zod.def.innerType._zod.pattern;
		return pattern ? new RegExp(`^(${cleanRegex(pattern.source)}|null)$`) : void 0;
	});
	defineLazyInternal(inst, "values", (zod) => {
		return zod.def.innerType._zod.values ? new Set([...zod.def.innerType._zod.values, null]) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		if (payload.value === null) return payload;
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodDefault = $constructor("$ZodDefault", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.optin = "defaulted";
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		if (payload.value === void 0) {
			payload.value = def.defaultValue;
			return payload;
		}
		const result = def.innerType._zod.run(payload, ctx);
		if (result instanceof Promise) return result.then((result) => handleDefaultResult(result, def));
		return handleDefaultResult(result, def);
	};
});
function handleDefaultResult(payload, def) {
	if (payload.value === void 0) payload.value = def.defaultValue;
	return payload;
}
const $ZodPrefault = $constructor("$ZodPrefault", (inst, def) => {
	$ZodType.init(inst, def);
	inst._zod.optin = "defaulted";
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		if (payload.value === void 0) payload.value = def.defaultValue;
		return def.innerType._zod.run(payload, ctx);
	};
});
const $ZodNonOptional = $constructor("$ZodNonOptional", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "values", (zod) => {
		const v = zod.def.innerType._zod.values;
		return v ? new Set([...v].filter((x) => x !== void 0)) : void 0;
	});
	inst._zod.parse = (payload, ctx) => {
		const result = def.innerType._zod.run(payload, ctx);
		if (result instanceof Promise) return result.then((result) => handleNonOptionalResult(result, inst));
		return handleNonOptionalResult(result, inst);
	};
});
function handleNonOptionalResult(payload, inst) {
	if (!payload.issues.length && payload.value === void 0) payload.issues.push({
		code: "invalid_type",
		expected: "nonoptional",
		input: payload.value,
		inst
	});
	return payload;
}
function handleCatchResult(payload, result, def, ctx) {
	if (!result.issues.length) {
		payload.value = result.value;
		if (result.memo) payload.memo = true;
		return payload;
	}
	payload.value = def.catchValue({
		...result,
		value: payload.value,
		error: { issues: result.issues.map((iss) => finalizeIssue(iss, ctx, config())) },
		input: payload.value
	});
	return payload;
}
const $ZodCatch = $constructor("$ZodCatch", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType._zod.optin === "defaulted" ? "defaulted" : "optional");
	defineLazyInternal(inst, "optout", (zod) => zod.def.innerType._zod.optout);
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		const result = def.innerType._zod.run({
			value: payload.value,
			issues: []
		}, ctx);
		if (result instanceof Promise) return result.then((result) => handleCatchResult(payload, result, def, ctx));
		return handleCatchResult(payload, result, def, ctx);
	};
});
const $ZodPipe = $constructor("$ZodPipe", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "values", (zod) => zod.def.in._zod.values);
	defineLazyInternal(inst, "optin", (zod) => zod.def.in._zod.optin);
	defineLazyInternal(inst, "optout", (zod) => zod.def.out._zod.optout);
	defineLazyInternal(inst, "propValues", (zod) => zod.def.in._zod.propValues);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") {
			const right = def.out._zod.run(payload, ctx);
			if (right instanceof Promise) return right.then((right) => handlePipeResult(right, def.in, ctx));
			return handlePipeResult(right, def.in, ctx);
		}
		const left = def.in._zod.run(payload, ctx);
		if (left instanceof Promise) return left.then((left) => handlePipeResult(left, def.out, ctx));
		return handlePipeResult(left, def.out, ctx);
	};
});
function handlePipeResult(left, next, ctx) {
	if (left.issues.some((iss) => iss.code !== "unrecognized_keys")) {
		left.aborted = true;
		return left;
	}
	return next._zod.run({
		value: left.value,
		issues: left.issues
	}, ctx);
}
const $ZodReadonly = $constructor("$ZodReadonly", (inst, def) => {
	$ZodType.init(inst, def);
	defineLazyInternal(inst, "propValues", (zod) => zod.def.innerType._zod.propValues);
	defineLazyInternal(inst, "values", (zod) => zod.def.innerType._zod.values);
	defineLazyInternal(inst, "optin", (zod) => zod.def.innerType?._zod?.optin);
	defineLazyInternal(inst, "optout", (zod) => zod.def.innerType?._zod?.optout);
	inst._zod.parse = (payload, ctx) => {
		if (ctx.direction === "backward") return def.innerType._zod.run(payload, ctx);
		const result = def.innerType._zod.run(payload, ctx);
		if (result instanceof Promise) return result.then(handleReadonlyResult);
		return handleReadonlyResult(result);
	};
});
function handleReadonlyResult(payload) {
	if (!payload.memo) payload.value = Object.freeze(payload.value);
	return payload;
}
const $ZodCustom = $constructor("$ZodCustom", (inst, def) => {
	$ZodCheck.init(inst, def);
	$ZodType.init(inst, def);
	inst._zod.parse = (payload, _) => {
		return payload;
	};
	inst._zod.check = (payload) => {
		const input = payload.value;
		const r = def.fn(input);
		if (r instanceof Promise) return r.then((r) => handleRefineResult(r, payload, input, inst));
		handleRefineResult(r, payload, input, inst);
	};
});
function handleRefineResult(result, payload, input, inst) {
	if (!result) {
		const _iss = {
			code: "custom",
			input,
			inst,
			path: [...inst._zod.def.path ?? []],
			continue: !inst._zod.def.abort
		};
		if (inst._zod.def.params) _iss.params = inst._zod.def.params;
		payload.issues.push(issue(_iss));
	}
}
// node_modules/zod/v4/core/memoizer.js
var $ZodCyclicError = class extends Error {
	constructor() {
		super(`Cannot parse a reference cycle that closes through a transform`);
		this.name = "ZodCyclicError";
	}
};
const STATE = "~memo";
const NO_ISSUES = [];
function isRef(value) {
	return value !== null && typeof value === "object";
}
function cloneIssues(issues) {
	return issues.map((iss) => iss.path ? {
		...iss,
		path: iss.path.slice()
	} : { ...iss });
}
const recursive = new WeakMap();
const NONE = 0;
const ASSUMED = 1;
const PROVEN = 2;
function isRecursive(inst, stack, resolve) {
	const cached = recursive.get(inst);
	if (cached !== void 0) return cached ? PROVEN : NONE;
	if (stack.has(inst)) return PROVEN;
	stack.add(inst);
	let result = NONE;
	const check = (child) => {
		if (result !== PROVEN && child?._zod) {
			const answer = isRecursive(child, stack, resolve);
			if (answer > result) result = answer;
		}
	};
	const shape = (sh, spread) => {
		let answer = NONE;
		for (const key of Reflect.ownKeys(sh)) {
			const desc = Object.getOwnPropertyDescriptor(sh, key);
			if (spread && !desc.enumerable) continue;
			const child = desc.get ? ASSUMED : desc.value?._zod ? isRecursive(desc.value, stack, resolve) : NONE;
			if (child > answer) answer = child;
		}
		return answer;
	};
	const merge = (answer) => {
		if (answer > result) result = answer;
	};
	const def = inst._zod.def;
	switch (def.type) {
		case "object": {
			const raw = rawShape(def);
			merge(raw ? shape(raw, true) : ASSUMED);
			check(def.catchall);
			break;
		}
		case "array":
			check(def.element);
			break;
		case "tuple":
			for (const el of def.items) check(el);
			check(def.rest);
			break;
		case "record":
		case "map":
			check(def.keyType);
			check(def.valueType);
			break;
		case "set":
			check(def.valueType);
			break;
		case "union":
			for (const el of def.options) check(el);
			break;
		case "intersection":
			check(def.left);
			check(def.right);
			break;
		case "optional":
		case "nullable":
		case "default":
		case "prefault":
		case "catch":
		case "readonly":
		case "nonoptional":
		case "promise":
		case "success":
			check(def.innerType);
			break;
		case "pipe":
			check(def.in);
			check(def.out);
			break;
		case "function":
			check(def.input);
			check(def.output);
			break;
		case "lazy": {
			const inner = def._cachedInner ?? (resolve ? inst._zod.innerType : void 0);
			merge(inner ? isRecursive(inner, stack, false) : ASSUMED);
			break;
		}
		case "template_literal":
		case "string":
		case "number":
		case "int":
		case "boolean":
		case "bigint":
		case "symbol":
		case "undefined":
		case "null":
		case "void":
		case "never":
		case "any":
		case "unknown":
		case "date":
		case "nan":
		case "enum":
		case "literal":
		case "file":
		case "transform":
		case "custom": break;
		default: for (const key in def) {
			const desc = Object.getOwnPropertyDescriptor(def, key);
			if (!desc || desc.get) continue;
			const value = desc.value;
			if (!value || typeof value !== "object") continue;
			if (value._zod) check(value);
			else if (Array.isArray(value)) for (const el of value) check(el);
		}
	}
	stack.delete(inst);
	return settle(inst, result);
}
function settle(inst, answer) {
	if (answer !== ASSUMED) recursive.set(inst, answer === PROVEN);
	return answer;
}
function bucketFor(state, inst) {
	let bucket = state.buckets.get(inst);
	if (!bucket) {
		bucket = new WeakMap();
		state.buckets.set(inst, bucket);
	}
	return bucket;
}
let handoff;
const open$1 = [];
const memo = {
	alloc(_inst, payload, empty) {
		const bucket = handoff;
		if (!bucket) return empty;
		handoff = void 0;
		const entry = {
			value: empty,
			issues: null
		};
		bucket.set(payload.value, entry);
		open$1.push(entry);
		return empty;
	},
	guard(inst) {
		var _a;
		(_a = inst._zod).deferred ?? (_a.deferred = []);
		inst._zod.deferred.push(() => {
			const base = inst._zod.parse;
			const wrapped = (payload, ctx) => {
				if (ctx.direction !== "backward" && isBackEdge(ctx, payload.value)) throw new $ZodCyclicError();
				return base(payload, ctx);
			};
			inst._zod.parse = wrapped;
			if (inst._zod.run === base) inst._zod.run = wrapped;
		});
	},
	attach(inst) {
		var _a;
		let isRecursiveInst;
		let rechecked = false;
		let lastCtx;
		let lastBucket;
		(_a = inst._zod).deferred ?? (_a.deferred = []);
		inst._zod.deferred.push(() => {
			const base = inst._zod.parse;
			const wrapped = (payload, ctx) => {
				if (isRecursiveInst === void 0) {
					const walked = isRecursive(inst, new Set(), false);
					if (walked === NONE) {
						inst._zod.parse = base;
						if (inst._zod.run === wrapped) inst._zod.run = base;
						return base(payload, ctx);
					}
					if (walked === PROVEN || rechecked) isRecursiveInst = true;
					else rechecked = true;
				}
				const input = payload.value;
				if (!isRef(input)) return base(payload, ctx);
				let state = ctx[STATE];
				if (!state) {
					state = {
						buckets: new WeakMap(),
						backEdges: void 0
					};
					ctx[STATE] = state;
				}
				let bucket;
				if (lastCtx === ctx) bucket = lastBucket;
				else {
					bucket = bucketFor(state, inst);
					lastCtx = ctx;
					lastBucket = bucket;
				}
				const hit = bucket.get(input);
				if (hit) {
					payload.value = hit.value;
					if (hit.issues) {
						if (hit.issues.length) payload.issues.push(...cloneIssues(hit.issues));
					} else {
						payload.memo = true;
						state.backEdges ?? (state.backEdges = new WeakSet());
						state.backEdges.add(hit.value);
					}
					return payload;
				}
				handoff = bucket;
				const depth = open$1.length;
				const result = base(payload, ctx);
				handoff = void 0;
				const entry = open$1.length > depth ? open$1.pop() : void 0;
				if (result instanceof Promise) return result.then((r) => {
					if (entry) entry.issues = r.issues.length ? cloneIssues(r.issues) : NO_ISSUES;
					return r;
				});
				if (entry) entry.issues = result.issues.length ? cloneIssues(result.issues) : NO_ISSUES;
				return result;
			};
			inst._zod.parse = wrapped;
			if (inst._zod.run === base) inst._zod.run = wrapped;
		});
	}
};
function memoizer() {
	return memo;
}
function isBackEdge(ctx, value) {
	const backEdges = ctx[STATE]?.backEdges;
	return backEdges !== void 0 && isRef(value) && backEdges.has(value);
}
// node_modules/zod/v4/locales/en.js
const error = () => {
	const Sizable = {
		string: {
			unit: "characters",
			verb: "to have"
		},
		file: {
			unit: "bytes",
			verb: "to have"
		},
		array: {
			unit: "items",
			verb: "to have"
		},
		set: {
			unit: "items",
			verb: "to have"
		},
		map: {
			unit: "entries",
			verb: "to have"
		}
	};
	function getSizing(origin) {
		return Sizable[origin] ?? null;
	}
	const FormatDictionary = {
		regex: "input",
		email: "email address",
		url: "URL",
		emoji: "emoji",
		uuid: "UUID",
		uuidv4: "UUIDv4",
		uuidv6: "UUIDv6",
		nanoid: "nanoid",
		guid: "GUID",
		cuid: "cuid",
		cuid2: "cuid2",
		ulid: "ULID",
		xid: "XID",
		ksuid: "KSUID",
		datetime: "ISO datetime",
		date: "ISO date",
		time: "ISO time",
		duration: "ISO duration",
		ipv4: "IPv4 address",
		ipv6: "IPv6 address",
		mac: "MAC address",
		cidrv4: "IPv4 range",
		cidrv6: "IPv6 range",
		base64: "base64-encoded string",
		base64url: "base64url-encoded string",
		json_string: "JSON string",
		e164: "E.164 number",
		currency_code: "currency code",
		credit_card: "credit card number",
		iban: "IBAN",
		jwt: "JWT",
		template_literal: "input"
	};
	const TypeDictionary = { nan: "NaN" };
	function getTypeName(type, input) {
		if (type === "number" && typeof input === "number" && !Number.isFinite(input)) return String(input);
		return TypeDictionary[type] ?? type;
	}
	return (issue) => {
		switch (issue.code) {
			case "invalid_type": return `Invalid input: expected ${getTypeName(issue.expected)}, received ${getTypeName(parsedType(issue.input), issue.input)}`;
			case "invalid_value":
				if (issue.values.length === 1) return `Invalid input: expected ${stringifyPrimitive(issue.values[0])}`;
				return `Invalid option: expected one of ${joinValues(issue.values, "|")}`;
			case "too_big": {
				const adj = issue.exact ? "exactly " : issue.inclusive ? "<=" : "<";
				const sizing = getSizing(issue.origin);
				if (sizing) return `Too big: expected ${issue.origin ?? "value"} to have ${adj}${issue.maximum.toString()} ${sizing.unit ?? "elements"}`;
				return `Too big: expected ${issue.origin ?? "value"} to be ${adj}${issue.maximum.toString()}`;
			}
			case "too_small": {
				const adj = issue.exact ? "exactly " : issue.inclusive ? ">=" : ">";
				const sizing = getSizing(issue.origin);
				if (sizing) return `Too small: expected ${issue.origin} to have ${adj}${issue.minimum.toString()} ${sizing.unit}`;
				return `Too small: expected ${issue.origin} to be ${adj}${issue.minimum.toString()}`;
			}
			case "invalid_format": {
				const _issue = issue;
				if (_issue.format === "starts_with") return `Invalid string: must start with "${_issue.prefix}"`;
				if (_issue.format === "ends_with") return `Invalid string: must end with "${_issue.suffix}"`;
				if (_issue.format === "includes") return `Invalid string: must include "${_issue.includes}"`;
				if (_issue.format === "regex") return `Invalid string: must match pattern ${_issue.pattern}`;
				return `Invalid ${FormatDictionary[_issue.format] ?? issue.format}`;
			}
			case "not_multiple_of": return `Invalid number: must be a multiple of ${issue.divisor}`;
			case "unrecognized_keys": return `Unrecognized key${issue.keys.length > 1 ? "s" : ""}: ${joinValues(issue.keys, ", ")}`;
			case "invalid_key": return `Invalid key in ${issue.origin}`;
			case "invalid_union":
				if (issue.options && Array.isArray(issue.options) && issue.options.length > 0) return `Invalid discriminator value. Expected ${issue.options.map((o) => `'${o}'`).join(" | ")}`;
				if (issue.inclusive === false) return "Invalid input: more than one option matched";
				return "Invalid input";
			case "invalid_element": return `Invalid value in ${issue.origin}`;
			default: return `Invalid input`;
		}
	};
};
function en_default() {
	return { localeError: error() };
}
// node_modules/zod/v4/core/registries.js
var _a;
var $ZodRegistry = class {
	constructor() {
		this._map = new WeakMap();
		this._idmap = new Map();
	}
	add(schema, ..._meta) {
		const meta = _meta[0];
		this._map.set(schema, meta);
		if (meta && typeof meta === "object" && "id" in meta) this._idmap.set(meta.id, schema);
		return this;
	}
	clear() {
		this._map = new WeakMap();
		this._idmap = new Map();
		return this;
	}
	remove(schema) {
		const meta = this._map.get(schema);
		if (meta && typeof meta === "object" && "id" in meta) this._idmap.delete(meta.id);
		this._map.delete(schema);
		return this;
	}
	get(schema) {
		const p = schema._zod.parent;
		if (p) {
			const pm = { ...this.get(p) ?? {} };
			delete pm.id;
			const f = {
				...pm,
				...this._map.get(schema)
			};
			return Object.keys(f).length ? f : void 0;
		}
		return this._map.get(schema);
	}
	has(schema) {
		return this._map.has(schema);
	}
};
function registry() {
	return new $ZodRegistry();
}
(_a = globalThis).__zod_globalRegistry ?? (_a.__zod_globalRegistry = registry());
const globalRegistry = globalThis.__zod_globalRegistry;
// node_modules/zod/v4/core/api.js
function snapshotChecks(def) {
	if (def.checks) def.checks = [...def.checks];
	return def;
}
function _string(Class, params) {
	return new Class(snapshotChecks({
		type: "string",
		...normalizeParams(params)
	}));
}
function _email(Class, params) {
	return new Class({
		type: "string",
		format: "email",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _guid(Class, params) {
	return new Class({
		type: "string",
		format: "guid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _uuid(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _uuidv4(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		version: "v4",
		...normalizeParams(params)
	});
}
function _uuidv6(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		version: "v6",
		...normalizeParams(params)
	});
}
function _uuidv7(Class, params) {
	return new Class({
		type: "string",
		format: "uuid",
		check: "string_format",
		abort: false,
		version: "v7",
		...normalizeParams(params)
	});
}
function _url(Class, params) {
	return new Class({
		type: "string",
		format: "url",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _emoji(Class, params) {
	return new Class({
		type: "string",
		format: "emoji",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _nanoid(Class, params) {
	return new Class({
		type: "string",
		format: "nanoid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _cuid(Class, params) {
	return new Class({
		type: "string",
		format: "cuid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _cuid2(Class, params) {
	return new Class({
		type: "string",
		format: "cuid2",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _ulid(Class, params) {
	return new Class({
		type: "string",
		format: "ulid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _xid(Class, params) {
	return new Class({
		type: "string",
		format: "xid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _ksuid(Class, params) {
	return new Class({
		type: "string",
		format: "ksuid",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _ipv4(Class, params) {
	return new Class({
		type: "string",
		format: "ipv4",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _ipv6(Class, params) {
	return new Class({
		type: "string",
		format: "ipv6",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _cidrv4(Class, params) {
	return new Class({
		type: "string",
		format: "cidrv4",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _cidrv6(Class, params) {
	return new Class({
		type: "string",
		format: "cidrv6",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _base64(Class, params) {
	return new Class({
		type: "string",
		format: "base64",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _base64url(Class, params) {
	return new Class({
		type: "string",
		format: "base64url",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _e164(Class, params) {
	return new Class({
		type: "string",
		format: "e164",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _jwt(Class, params) {
	return new Class({
		type: "string",
		format: "jwt",
		check: "string_format",
		abort: false,
		...normalizeParams(params)
	});
}
function _isoDateTime(Class, params) {
	return new Class({
		type: "string",
		format: "datetime",
		check: "string_format",
		offset: false,
		local: false,
		precision: null,
		...normalizeParams(params)
	});
}
function _isoDate(Class, params) {
	return new Class({
		type: "string",
		format: "date",
		check: "string_format",
		...normalizeParams(params)
	});
}
function _isoTime(Class, params) {
	return new Class({
		type: "string",
		format: "time",
		check: "string_format",
		precision: null,
		...normalizeParams(params)
	});
}
function _isoDuration(Class, params) {
	return new Class({
		type: "string",
		format: "duration",
		check: "string_format",
		...normalizeParams(params)
	});
}
function _number(Class, params) {
	return new Class(snapshotChecks({
		type: "number",
		checks: [],
		...normalizeParams(params)
	}));
}
function _coercedNumber(Class, params) {
	return new Class(snapshotChecks({
		type: "number",
		coerce: true,
		checks: [],
		...normalizeParams(params)
	}));
}
function _int(Class, params) {
	return new Class({
		type: "number",
		check: "number_format",
		abort: false,
		format: "safeint",
		...normalizeParams(params)
	});
}
function _boolean(Class, params) {
	return new Class({
		type: "boolean",
		...normalizeParams(params)
	});
}
function _unknown(Class) {
	return new Class({ type: "unknown" });
}
function _never(Class, params) {
	return new Class({
		type: "never",
		...normalizeParams(params)
	});
}
function _lt(value, params) {
	return new $ZodCheckLessThan({
		check: "less_than",
		...normalizeParams(params),
		value,
		inclusive: false
	});
}
function _lte(value, params) {
	return new $ZodCheckLessThan({
		check: "less_than",
		...normalizeParams(params),
		value,
		inclusive: true
	});
}
function _gt(value, params) {
	return new $ZodCheckGreaterThan({
		check: "greater_than",
		...normalizeParams(params),
		value,
		inclusive: false
	});
}
function _gte(value, params) {
	return new $ZodCheckGreaterThan({
		check: "greater_than",
		...normalizeParams(params),
		value,
		inclusive: true
	});
}
function _multipleOf(value, params) {
	return new $ZodCheckMultipleOf({
		check: "multiple_of",
		...normalizeParams(params),
		value
	});
}
function _maxLength(maximum, params) {
	return new $ZodCheckMaxLength({
		check: "max_length",
		...normalizeParams(params),
		maximum
	});
}
function _minLength(minimum, params) {
	return new $ZodCheckMinLength({
		check: "min_length",
		...normalizeParams(params),
		minimum
	});
}
function _length(length, params) {
	return new $ZodCheckLengthEquals({
		check: "length_equals",
		...normalizeParams(params),
		length
	});
}
function _regex(pattern, params) {
	return new $ZodCheckRegex({
		check: "string_format",
		format: "regex",
		...normalizeParams(params),
		pattern
	});
}
function _lowercase(params) {
	return new $ZodCheckLowerCase({
		check: "string_format",
		format: "lowercase",
		...normalizeParams(params)
	});
}
function _uppercase(params) {
	return new $ZodCheckUpperCase({
		check: "string_format",
		format: "uppercase",
		...normalizeParams(params)
	});
}
function _includes(includes, params) {
	return new $ZodCheckIncludes({
		check: "string_format",
		format: "includes",
		...normalizeParams(params),
		includes
	});
}
function _startsWith(prefix, params) {
	return new $ZodCheckStartsWith({
		check: "string_format",
		format: "starts_with",
		...normalizeParams(params),
		prefix
	});
}
function _endsWith(suffix, params) {
	return new $ZodCheckEndsWith({
		check: "string_format",
		format: "ends_with",
		...normalizeParams(params),
		suffix
	});
}
function _overwrite(tx) {
	return new $ZodCheckOverwrite({
		check: "overwrite",
		tx
	});
}
function _normalize(form) {
	return _overwrite((input) => input.normalize(form));
}
function _trim() {
	return _overwrite((input) => input.trim());
}
function _toLowerCase() {
	return _overwrite((input) => input.toLowerCase());
}
function _toUpperCase() {
	return _overwrite((input) => input.toUpperCase());
}
function _slugify() {
	return _overwrite((input) => slugify(input));
}
function _array(Class, element, params) {
	return new Class({
		type: "array",
		element,
		...normalizeParams(params)
	});
}
function _refine(Class, fn, _params) {
	return new Class({
		type: "custom",
		check: "custom",
		fn,
		...normalizeParams(_params)
	});
}
function _superRefine(fn, params) {
	const ch = _check((payload) => {
		payload.addIssue = (issue$2) => {
			if (typeof issue$2 === "string") payload.issues.push(issue(issue$2, payload.value, ch._zod.def));
			else {
				const _issue = issue$2;
				if (_issue.fatal) _issue.continue = false;
				_issue.code ?? (_issue.code = "custom");
				if (!("input" in _issue)) _issue.input = payload.value;
				_issue.inst ?? (_issue.inst = ch);
				_issue.continue ?? (_issue.continue = !ch._zod.def.abort);
				payload.issues.push(issue(_issue));
			}
		};
		return fn(payload.value, payload);
	}, params);
	return ch;
}
function _check(fn, params) {
	const ch = new $ZodCheck({
		check: "custom",
		...normalizeParams(params)
	});
	ch._zod.check = fn;
	return ch;
}
// node_modules/zod/v4/core/to-json-schema.js
function assignProps(target, ...sources) {
	for (const source of sources) for (const key of Reflect.ownKeys(source)) if (Object.prototype.propertyIsEnumerable.call(source, key)) assignProp(target, key, source[key]);
	return target;
}
function initializeContext(params) {
	let target = params?.target ?? "draft-2020-12";
	if (target === "draft-4") target = "draft-04";
	if (target === "draft-7") target = "draft-07";
	return {
		processors: params.processors ?? {},
		metadataRegistry: params?.metadata ?? globalRegistry,
		target,
		unrepresentable: params?.unrepresentable ?? "throw",
		override: params?.override ?? (() => {}),
		io: params?.io ?? "output",
		counter: 0,
		seen: new Map(),
		sharedDefsExtractedFor: void 0,
		sharedEmitDoneFor: void 0,
		cycles: params?.cycles ?? "ref",
		reused: params?.reused ?? "inline",
		intersections: [],
		deferred: [],
		external: params?.external ?? void 0
	};
}
function handleUnrepresentable(schema, ctx, json, params, message) {
	const result = typeof ctx.unrepresentable === "function" ? ctx.unrepresentable({
		zodSchema: schema,
		path: params.path,
		message
	}) : ctx.unrepresentable;
	if (result === "any") return false;
	if (result === void 0 || result === "throw") throw new Error(message);
	Object.assign(json, result);
	return true;
}
function processSchema(schema, ctx, _params = {
	path: [],
	schemaPath: []
}) {
	var _a;
	const def = schema._zod.def;
	const seen = ctx.seen.get(schema);
	if (seen) {
		seen.count++;
		if (_params.schemaPath.includes(schema)) seen.cycle = _params.path;
		return seen.schema;
	}
	const result = {
		schema: {},
		count: 1,
		cycle: void 0,
		path: _params.path
	};
	ctx.seen.set(schema, result);
	ctx.sharedDefsExtractedFor = void 0;
	ctx.sharedEmitDoneFor = void 0;
	const overrideSchema = schema._zod.toJSONSchema?.();
	if (overrideSchema) result.schema = overrideSchema;
	else {
		const params = {
			..._params,
			schemaPath: [..._params.schemaPath, schema],
			path: _params.path
		};
		if (schema._zod.processJSONSchema) schema._zod.processJSONSchema(ctx, result.schema, params);
		else {
			const _json = result.schema;
			const processor = ctx.processors[def.type];
			if (!processor) throw new Error(`[toJSONSchema]: Non-representable type encountered: ${def.type}`);
			processor(schema, ctx, _json, params);
		}
		const parent = schema._zod.parent;
		if (parent) {
			if (!result.ref) result.ref = parent;
			processSchema(parent, ctx, params);
			ctx.seen.get(parent).isParent = true;
		}
	}
	const meta = ctx.metadataRegistry.get(schema);
	if (meta) assignProps(result.schema, meta);
	if (ctx.io === "input" && isTransforming(schema)) {
		delete result.schema.examples;
		delete result.schema.default;
	}
	if (ctx.io === "input" && "_prefault" in result.schema) (_a = result.schema).default ?? (_a.default = result.schema._prefault);
	delete result.schema._prefault;
	return ctx.seen.get(schema).schema;
}
function encodeJSONPointerSegment(segment) {
	return segment.replace(/~/g, "~0").replace(/\//g, "~1");
}
function extractDefs(ctx, schema) {
	const root = ctx.seen.get(schema);
	if (!root) throw new Error("Unprocessed schema. This is a bug in Zod.");
	if (ctx.external && ctx.sharedDefsExtractedFor === ctx.external) return;
	const idToSchema = new Map();
	for (const entry of ctx.seen.entries()) {
		const id = ctx.metadataRegistry.get(entry[0])?.id;
		if (id) {
			const existing = idToSchema.get(id);
			if (existing && existing !== entry[0]) throw new Error(`Duplicate schema id "${id}" detected during JSON Schema conversion. Two different schemas cannot share the same id when converted together.`);
			idToSchema.set(id, entry[0]);
		}
	}
	const makeURI = (entry) => {
		const defsSegment = ctx.target === "draft-2020-12" ? "$defs" : "definitions";
		if (ctx.external) {
			const externalId = ctx.external.registry.get(entry[0])?.id;
			const uriGenerator = ctx.external.uri ?? ((id) => id);
			if (externalId) return { ref: uriGenerator(externalId) };
			const id = entry[1].defId ?? entry[1].schema.id ?? `schema${ctx.counter++}`;
			entry[1].defId = id;
			return {
				defId: id,
				ref: `${uriGenerator("__shared")}#/${defsSegment}/${encodeJSONPointerSegment(id)}`
			};
		}
		const uriPrefix = `#`;
		const defUriPrefix = `${uriPrefix}/${defsSegment}/`;
		if (entry[1] === root && !entry[1].schema.id) return { ref: uriPrefix };
		const defId = entry[1].schema.id ?? `__schema${ctx.counter++}`;
		return {
			defId,
			ref: defUriPrefix + encodeJSONPointerSegment(defId)
		};
	};
	const extractToDef = (entry) => {
		if (entry[1].schema.$ref) return;
		const seen = entry[1];
		const { ref, defId } = makeURI(entry);
		seen.def = { ...seen.schema };
		if (defId) seen.defId = defId;
		const schema = seen.schema;
		for (const key in schema) delete schema[key];
		schema.$ref = ref;
	};
	if (ctx.cycles === "throw") for (const entry of ctx.seen.entries()) {
		const seen = entry[1];
		if (seen.cycle) throw new Error(`Cycle detected: #/${seen.cycle?.join("/")}/<root>

Set the \`cycles\` parameter to \`"ref"\` to resolve cyclical schemas with defs.`);
	}
	for (const entry of ctx.seen.entries()) {
		const seen = entry[1];
		if (schema === entry[0]) {
			extractToDef(entry);
			continue;
		}
		if (ctx.external) {
			const ext = ctx.external.registry.get(entry[0])?.id;
			if (schema !== entry[0] && ext) {
				extractToDef(entry);
				continue;
			}
		}
		if (ctx.metadataRegistry.get(entry[0])?.id) {
			extractToDef(entry);
			continue;
		}
		if (seen.cycle) {
			extractToDef(entry);
			continue;
		}
		if (seen.count > 1) {
			if (ctx.reused === "ref") extractToDef(entry);
		}
	}
	if (ctx.external) ctx.sharedDefsExtractedFor = ctx.external;
}
function compactTypeUnion(schema) {
	const options = schema.anyOf;
	if (!Array.isArray(options) || options.length === 0 || schema.type !== void 0) return;
	const types = [];
	for (const option of options) {
		if (!option || typeof option !== "object") return;
		compactTypeUnion(option);
		const keys = Object.keys(option);
		if (keys.length !== 1 || keys[0] !== "type") return;
		const type = option.type;
		for (const member of Array.isArray(type) ? type : [type]) {
			if (typeof member !== "string") return;
			if (!types.includes(member)) types.push(member);
		}
	}
	delete schema.anyOf;
	schema.type = types.length === 1 ? types[0] : types;
}
const FOLDABLE_KEYS = new Set([
	"type",
	"properties",
	"required",
	"additionalProperties"
]);
const UNION_KEYS = ["oneOf", "anyOf"];
function undeclaredConstraint(member) {
	const extra = member.additionalProperties;
	if (extra === void 0 || extra === false || typeof extra !== "object" || extra === null) return null;
	return Object.keys(extra).length ? extra : null;
}
function foldObjects(members) {
	const objects = [];
	for (const member of members) {
		if (typeof member !== "object" || member.type !== "object") return null;
		for (const key in member) if (!FOLDABLE_KEYS.has(key)) return null;
		objects.push(member);
	}
	const properties = {};
	const required = new Set();
	for (const object of objects) {
		for (const key in object.properties) {
			if (Object.prototype.hasOwnProperty.call(properties, key)) continue;
			const parts = [];
			for (const other of objects) {
				const part = other.properties?.[key] ?? undeclaredConstraint(other);
				if (part === null || part === void 0) continue;
				if (!parts.some((seen) => JSON.stringify(seen) === JSON.stringify(part))) parts.push(part);
			}
			assignProp(properties, key, parts.length === 1 ? parts[0] : foldObjects(parts) ?? { allOf: parts });
		}
		for (const key of object.required ?? []) required.add(key);
	}
	const folded = {
		type: "object",
		properties
	};
	if (required.size) folded.required = [...required];
	if (objects.every((object) => object.additionalProperties === false)) folded.additionalProperties = false;
	else {
		const constraints = [];
		for (const object of objects) {
			const constraint = undeclaredConstraint(object);
			if (constraint && !constraints.some((seen) => JSON.stringify(seen) === JSON.stringify(constraint))) constraints.push(constraint);
		}
		if (constraints.length === 1) folded.additionalProperties = constraints[0];
		else if (constraints.length > 1) folded.additionalProperties = { allOf: constraints };
	}
	return folded;
}
function foldIntersection(json) {
	const allOf = json.allOf;
	if (!Array.isArray(allOf) || allOf.length < 2) return;
	for (const key of FOLDABLE_KEYS) if (key in json) return;
	const unions = allOf.filter((m) => UNION_KEYS.some((k) => Array.isArray(m[k])));
	let folded = null;
	if (!unions.length) folded = foldObjects(allOf);
	else {
		const union = unions[0];
		const keyword = UNION_KEYS.find((k) => Array.isArray(union[k]));
		if (Object.keys(union).length !== 1) return;
		const rest = allOf.filter((m) => m !== union);
		const branches = union[keyword].map((branch) => foldObjects([...rest, branch]));
		if (branches.some((b) => !b)) return;
		folded = { [keyword]: branches };
	}
	if (!folded) return;
	delete json.allOf;
	assignProps(json, folded);
}
function finalize(ctx, schema) {
	const root = ctx.seen.get(schema);
	if (!root) throw new Error("Unprocessed schema. This is a bug in Zod.");
	const flattenRef = (zodSchema) => {
		const seen = ctx.seen.get(zodSchema);
		if (seen.ref === null) return;
		const schema = seen.def ?? seen.schema;
		const _cached = { ...schema };
		const ref = seen.ref;
		seen.ref = null;
		if (ref) {
			flattenRef(ref);
			const refSeen = ctx.seen.get(ref);
			const refSchema = refSeen.schema;
			if (refSchema.$ref && (ctx.target === "draft-07" || ctx.target === "draft-04" || ctx.target === "openapi-3.0")) {
				schema.allOf = schema.allOf ?? [];
				schema.allOf.push(refSchema);
			} else assignProps(schema, refSchema);
			assignProps(schema, _cached);
			if (zodSchema._zod.parent === ref) for (const key in schema) {
				if (key === "$ref" || key === "allOf") continue;
				if (!(key in _cached)) delete schema[key];
			}
			if (refSchema.$ref && refSeen.def) for (const key in schema) {
				if (key === "$ref" || key === "allOf") continue;
				if (key in refSeen.def && JSON.stringify(schema[key]) === JSON.stringify(refSeen.def[key])) delete schema[key];
			}
		}
		const parent = zodSchema._zod.parent;
		if (parent && parent !== ref) {
			flattenRef(parent);
			const parentSeen = ctx.seen.get(parent);
			if (parentSeen?.schema.$ref) {
				schema.$ref = parentSeen.schema.$ref;
				if (parentSeen.def) for (const key in schema) {
					if (key === "$ref" || key === "allOf") continue;
					if (key in parentSeen.def && JSON.stringify(schema[key]) === JSON.stringify(parentSeen.def[key])) delete schema[key];
				}
			}
		}
		ctx.override({
			zodSchema,
			jsonSchema: schema,
			path: seen.path ?? []
		});
	};
	if (!ctx.external || ctx.sharedEmitDoneFor !== ctx.external) {
		for (const entry of [...ctx.seen.entries()].reverse()) flattenRef(entry[0]);
		if (ctx.target !== "openapi-3.0") for (const entry of ctx.seen.entries()) compactTypeUnion(entry[1].def ?? entry[1].schema);
		for (const rewrite of ctx.deferred) rewrite();
		if (ctx.intersections.length) {
			const carriers = new Map();
			for (const seen of ctx.seen.values()) for (const json of [seen.schema, seen.def]) {
				const allOf = json?.allOf;
				if (!Array.isArray(allOf)) continue;
				const existing = carriers.get(allOf);
				if (existing) existing.push(json);
				else carriers.set(allOf, [json]);
			}
			for (const allOf of ctx.intersections) for (const json of carriers.get(allOf) ?? []) foldIntersection(json);
		}
	}
	const result = {};
	if (ctx.target === "draft-2020-12") result.$schema = "https://json-schema.org/draft/2020-12/schema";
	else if (ctx.target === "draft-07") result.$schema = "http://json-schema.org/draft-07/schema#";
	else if (ctx.target === "draft-04") result.$schema = "http://json-schema.org/draft-04/schema#";
	else if (ctx.target === "openapi-3.0") {}
	if (ctx.external?.uri) {
		const id = ctx.external.registry.get(schema)?.id;
		if (!id) throw new Error("Schema is missing an `id` property");
		result.$id = ctx.external.uri(id);
	}
	assignProps(result, root.defId ? root.schema : root.def ?? root.schema);
	const rootMetaId = ctx.metadataRegistry.get(schema)?.id;
	if (rootMetaId !== void 0 && result.id === rootMetaId) delete result.id;
	const defs = ctx.external?.defs ?? {};
	if (!ctx.external || ctx.sharedEmitDoneFor !== ctx.external) for (const entry of ctx.seen.entries()) {
		const seen = entry[1];
		if (seen.def && seen.defId) {
			if (seen.def.id === seen.defId) delete seen.def.id;
			assignProp(defs, seen.defId, seen.def);
		}
	}
	if (ctx.external) ctx.sharedEmitDoneFor = ctx.external;
	if (ctx.external) {} else if (Object.keys(defs).length > 0) {
		if (ctx.target === "draft-2020-12") result.$defs = defs;
		else result.definitions = defs;
	}
	try {
		const finalized = JSON.parse(JSON.stringify(result));
		Object.defineProperty(finalized, "~standard", {
			value: {
				...schema["~standard"],
				jsonSchema: {
					input: createStandardJSONSchemaMethod(schema, "input", ctx.processors),
					output: createStandardJSONSchemaMethod(schema, "output", ctx.processors)
				}
			},
			enumerable: false,
			writable: false
		});
		return finalized;
	} catch (_err) {
		throw new Error("Error converting schema to JSON.");
	}
}
function isTransforming(_schema, _ctx) {
	const ctx = _ctx ?? { seen: new Set() };
	if (ctx.seen.has(_schema)) return false;
	ctx.seen.add(_schema);
	const def = _schema._zod.def;
	if (def.type === "transform") return true;
	if (def.type === "array") return isTransforming(def.element, ctx);
	if (def.type === "set") return isTransforming(def.valueType, ctx);
	if (def.type === "lazy") return isTransforming(def.getter(), ctx);
	if (def.type === "promise" || def.type === "optional" || def.type === "nonoptional" || def.type === "nullable" || def.type === "readonly" || def.type === "default" || def.type === "prefault" || def.type === "catch") return isTransforming(def.innerType, ctx);
	if (def.type === "intersection") return isTransforming(def.left, ctx) || isTransforming(def.right, ctx);
	if (def.type === "record" || def.type === "map") return isTransforming(def.keyType, ctx) || isTransforming(def.valueType, ctx);
	if (def.type === "pipe") {
		if (_schema._zod.traits.has("$ZodCodec")) return true;
		return isTransforming(def.in, ctx) || isTransforming(def.out, ctx);
	}
	if (def.type === "object") {
		for (const key in def.shape) if (isTransforming(def.shape[key], ctx)) return true;
		return false;
	}
	if (def.type === "union") {
		for (const option of def.options) if (isTransforming(option, ctx)) return true;
		return false;
	}
	if (def.type === "tuple") {
		for (const item of def.items) if (isTransforming(item, ctx)) return true;
		if (def.rest && isTransforming(def.rest, ctx)) return true;
		return false;
	}
	return false;
}
const createToJSONSchemaMethod = (schema, processors = {}) => (params) => {
	const ctx = initializeContext({
		...params,
		processors
	});
	processSchema(schema, ctx);
	extractDefs(ctx, schema);
	return finalize(ctx, schema);
};
const createStandardJSONSchemaMethod = (schema, io, processors = {}) => (params) => {
	const { libraryOptions, target } = params ?? {};
	const ctx = initializeContext({
		...libraryOptions ?? {},
		target,
		io,
		processors
	});
	processSchema(schema, ctx);
	extractDefs(ctx, schema);
	return finalize(ctx, schema);
};
// node_modules/zod/v4/core/json-schema-processors.js
const narrowMin = (agg, key, value) => {
	if (agg[key] === void 0 || value > agg[key]) agg[key] = value;
};
const narrowMax = (agg, key, value) => {
	if (agg[key] === void 0 || value < agg[key]) agg[key] = value;
};
const narrowBoth = (agg, value) => {
	narrowMin(agg, "minimum", value);
	narrowMax(agg, "maximum", value);
};
const addDivisor = (agg, value) => {
	agg.multipleOf ?? (agg.multipleOf = []);
	if (!agg.multipleOf.includes(value)) agg.multipleOf.push(value);
};
const addPattern = (agg, pattern) => {
	agg.patterns ?? (agg.patterns = new Set());
	agg.patterns.add(pattern);
};
const intersectMime = (agg, mime) => {
	agg.mime = agg.mime ? agg.mime.filter((m) => mime.includes(m)) : [...mime];
};
const setFormat = (agg, format) => {
	agg.format = format;
	if (format.includes("int")) agg.isInt = true;
};
const minContributor = (agg, def) => narrowMin(agg, "minimum", def.minimum);
const maxContributor = (agg, def) => narrowMax(agg, "maximum", def.maximum);
const formatContributor = (ranges) => (agg, def) => {
	setFormat(agg, def.format);
	const [minimum, maximum] = ranges[def.format];
	narrowMin(agg, "minimum", minimum);
	narrowMax(agg, "maximum", maximum);
};
const contributors = {
	greater_than: (agg, def) => narrowMin(agg, def.inclusive ? "minimum" : "exclusiveMinimum", def.value),
	less_than: (agg, def) => narrowMax(agg, def.inclusive ? "maximum" : "exclusiveMaximum", def.value),
	multiple_of: (agg, def) => addDivisor(agg, def.value),
	number_format: formatContributor(NUMBER_FORMAT_RANGES),
	bigint_format: formatContributor(BIGINT_FORMAT_RANGES),
	min_length: minContributor,
	max_length: maxContributor,
	length_equals: (agg, def) => narrowBoth(agg, def.length),
	min_size: minContributor,
	max_size: maxContributor,
	size_equals: (agg, def) => narrowBoth(agg, def.size),
	string_format: (agg, def) => {
		setFormat(agg, def.format);
		if (def.pattern) addPattern(agg, def.pattern);
		if (def.format === "base64" || def.format === "base64url") agg.contentEncoding = def.format;
		if (def.local || def.precision === -1) agg.laxFormat = true;
	},
	mime_type: (agg, def) => intersectMime(agg, def.mime)
};
function aggregateChecks(schema) {
	const agg = {};
	const def = schema._zod.def;
	const list = schema._zod.traits.has("$ZodCheck") ? [schema, ...def.checks ?? []] : def.checks ?? [];
	for (const ch of list) contributors[ch._zod.def.check]?.(agg, ch._zod.def);
	const bag = schema._zod.bag;
	if (bag.minimum !== void 0) narrowMin(agg, "minimum", bag.minimum);
	if (bag.exclusiveMinimum !== void 0) narrowMin(agg, "exclusiveMinimum", bag.exclusiveMinimum);
	if (bag.maximum !== void 0) narrowMax(agg, "maximum", bag.maximum);
	if (bag.exclusiveMaximum !== void 0) narrowMax(agg, "exclusiveMaximum", bag.exclusiveMaximum);
	if (bag.multipleOf !== void 0) addDivisor(agg, bag.multipleOf);
	if (bag.format !== void 0) {
		agg.format ?? (agg.format = bag.format);
		if (bag.format.includes("int")) agg.isInt = true;
	}
	if (bag.mime) intersectMime(agg, bag.mime);
	for (const pattern of bag.patterns ?? []) addPattern(agg, pattern);
	return agg;
}
const formatMap = {
	guid: "uuid",
	url: "uri",
	datetime: "date-time",
	json_string: "json-string",
	regex: ""
};
const exactPatterns = new Map([[base64Charset, base64], [base64urlCharset, base64url]]);
const exactPattern = (p) => exactPatterns.get(p) ?? p;
const stringProcessor = (schema, ctx, _json, _params) => {
	const json = _json;
	json.type = "string";
	const { minimum, maximum, format, patterns, contentEncoding, laxFormat } = aggregateChecks(schema);
	if (typeof minimum === "number") json.minLength = minimum;
	if (typeof maximum === "number") json.maxLength = maximum;
	if (format) {
		json.format = formatMap[format] ?? format;
		if (json.format === "") delete json.format;
		if (format === "time" || laxFormat) delete json.format;
	}
	if (contentEncoding) json.contentEncoding = contentEncoding;
	if (patterns && patterns.size > 0) {
		const patternList = [...patterns].map(exactPattern);
		if (patternList.length === 1) json.pattern = patternList[0].source;
		else if (patternList.length > 1) json.allOf = [...patternList.map((regex) => ({
			...ctx.target === "draft-07" || ctx.target === "draft-04" || ctx.target === "openapi-3.0" ? { type: "string" } : {},
			pattern: regex.source
		}))];
	}
};
const numberProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const { minimum, maximum, multipleOf, exclusiveMaximum, exclusiveMinimum, isInt } = aggregateChecks(schema);
	json.type = isInt ? "integer" : "number";
	const exMin = typeof exclusiveMinimum === "number" && exclusiveMinimum >= (minimum ?? Number.NEGATIVE_INFINITY);
	const exMax = typeof exclusiveMaximum === "number" && exclusiveMaximum <= (maximum ?? Number.POSITIVE_INFINITY);
	const legacy = ctx.target === "draft-04" || ctx.target === "openapi-3.0";
	if (exMin) {
		if (legacy) {
			json.minimum = exclusiveMinimum;
			json.exclusiveMinimum = true;
		} else json.exclusiveMinimum = exclusiveMinimum;
	} else if (typeof minimum === "number") json.minimum = minimum;
	if (exMax) {
		if (legacy) {
			json.maximum = exclusiveMaximum;
			json.exclusiveMaximum = true;
		} else json.exclusiveMaximum = exclusiveMaximum;
	} else if (typeof maximum === "number") json.maximum = maximum;
	if (multipleOf) {
		const divisors = new Set();
		for (const divisor of multipleOf) if (Number.isFinite(divisor) && divisor !== 0) divisors.add(Math.abs(divisor));
		else handleUnrepresentable(schema, ctx, json, params, `A multipleOf divisor of ${divisor} cannot be represented in JSON Schema`);
		const [first, ...rest] = divisors;
		if (first !== void 0) json.multipleOf = first;
		if (rest.length) json.allOf = [...json.allOf ?? [], ...rest.map((m) => ({ multipleOf: m }))];
	}
};
const booleanProcessor = (_schema, _ctx, json, _params) => {
	json.type = "boolean";
};
const neverProcessor = (_schema, _ctx, json, _params) => {
	json.not = {};
};
const enumProcessor = (schema, _ctx, json, _params) => {
	const def = schema._zod.def;
	const values = getEnumValues(def.entries);
	if (values.length === 0) {
		json.not = {};
		return;
	}
	if (values.every((v) => typeof v === "number")) json.type = "number";
	if (values.every((v) => typeof v === "string")) json.type = "string";
	json.enum = values;
};
const literalProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	if (def.values.length === 0) {
		json.not = {};
		return;
	}
	const vals = [];
	for (const val of def.values) if (val === void 0) {
		if (handleUnrepresentable(schema, ctx, json, params, "Literal `undefined` cannot be represented in JSON Schema")) return;
	} else if (typeof val === "bigint") {
		if (handleUnrepresentable(schema, ctx, json, params, "BigInt literals cannot be represented in JSON Schema")) return;
		vals.push(Number(val));
	} else vals.push(val);
	if (vals.length === 0) {} else if (vals.length === 1) {
		const val = vals[0];
		json.type = val === null ? "null" : typeof val;
		if (ctx.target === "draft-04" || ctx.target === "openapi-3.0") json.enum = [val];
		else json.const = val;
	} else {
		if (vals.every((v) => typeof v === "number")) json.type = "number";
		if (vals.every((v) => typeof v === "string")) json.type = "string";
		if (vals.every((v) => typeof v === "boolean")) json.type = "boolean";
		if (vals.every((v) => v === null)) json.type = "null";
		json.enum = vals;
	}
};
const customProcessor = (schema, ctx, json, params) => {
	handleUnrepresentable(schema, ctx, json, params, "Custom types cannot be represented in JSON Schema");
};
const transformProcessor = (schema, ctx, json, params) => {
	handleUnrepresentable(schema, ctx, json, params, "Transforms cannot be represented in JSON Schema");
};
const arrayProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	const { minimum, maximum } = aggregateChecks(schema);
	if (typeof minimum === "number") json.minItems = minimum;
	if (typeof maximum === "number") json.maxItems = maximum;
	json.type = "array";
	json.items = processSchema(def.element, ctx, {
		...params,
		path: [...params.path, "items"]
	});
};
function inputOptin(schema) {
	const def = schema._zod.def;
	if (def.type === "pipe" && def.in._zod.traits.has("$ZodTransform")) return inputOptin(def.out);
	if (def.type === "catch") return inputOptin(def.innerType);
	return schema._zod.optin;
}
const objectProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	const shape = def.shape;
	if (Object.getOwnPropertySymbols(shape).length && handleUnrepresentable(schema, ctx, json, params, "Symbol keys cannot be represented in JSON Schema")) return;
	json.type = "object";
	json.properties = {};
	for (const key in shape) assignProp(json.properties, key, processSchema(shape[key], ctx, {
		...params,
		path: [
			...params.path,
			"properties",
			key
		]
	}));
	const requiredKeys = [];
	for (const key of Object.keys(shape)) {
		const field = def.shape[key];
		if (ctx.io === "input" ? inputOptin(field) === void 0 : field._zod.optout === void 0) requiredKeys.push(key);
	}
	if (requiredKeys.length > 0) json.required = requiredKeys;
	if (def.catchall?._zod.def.type === "never") json.additionalProperties = false;
	else if (!def.catchall) {
		if (ctx.io === "output") json.additionalProperties = false;
	} else if (def.catchall) json.additionalProperties = processSchema(def.catchall, ctx, {
		...params,
		path: [...params.path, "additionalProperties"]
	});
};
const unionProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	const isExclusive = def.inclusive === false;
	const options = def.options.map((x, i) => processSchema(x, ctx, {
		...params,
		path: [
			...params.path,
			isExclusive ? "oneOf" : "anyOf",
			i
		]
	}));
	if (isExclusive) json.oneOf = options;
	else json.anyOf = options;
};
const intersectionProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	const a = processSchema(def.left, ctx, {
		...params,
		path: [
			...params.path,
			"allOf",
			0
		]
	});
	const b = processSchema(def.right, ctx, {
		...params,
		path: [
			...params.path,
			"allOf",
			1
		]
	});
	const isSimpleIntersection = (val) => "allOf" in val && Object.keys(val).length === 1;
	const allOf = [...isSimpleIntersection(a) ? a.allOf : [a], ...isSimpleIntersection(b) ? b.allOf : [b]];
	json.allOf = allOf;
	ctx.intersections.push(allOf);
};
function stringifyKeyNames(bySchema, json, visited) {
	if (json.$ref) {
		if (visited.has(json)) return json;
		visited.add(json);
		const def = bySchema.get(json)?.def;
		if (!def) return json;
		const inlined = stringifyKeyNames(bySchema, def, visited);
		return inlined === def ? json : inlined;
	}
	for (const keyword of ["anyOf", "oneOf"]) {
		const branches = json[keyword];
		if (!Array.isArray(branches)) continue;
		const mapped = branches.map((branch) => stringifyKeyNames(bySchema, branch, visited));
		if (mapped.some((branch, i) => branch !== branches[i])) json = {
			...json,
			[keyword]: mapped
		};
	}
	const types = Array.isArray(json.type) ? json.type : [json.type];
	const numericType = !types.includes("string") && types.some((t) => t === "number" || t === "integer");
	const values = json.enum ?? (json.const !== void 0 ? [json.const] : void 0);
	if (!numericType && !values?.some((v) => typeof v === "number")) return json;
	const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format, id, ...rest } = json;
	if (rest.enum) rest.enum = rest.enum.map((v) => typeof v === "number" ? String(v) : v);
	else if (typeof rest.const === "number") rest.const = String(rest.const);
	if (!numericType) return rest;
	rest.type = "string";
	if (!values) rest.pattern = (types.includes("number") ? number$2 : integer).source;
	return rest;
}
const pendingRecords = new WeakMap();
function rewriteKeyNames(ctx) {
	const bySchema = new Map();
	for (const entry of ctx.seen.values()) if (entry.def && !bySchema.has(entry.schema)) bySchema.set(entry.schema, entry);
	const rewrites = new Map();
	for (const record of pendingRecords.get(ctx) ?? []) {
		const seen = ctx.seen.get(record);
		const names = (seen?.def ?? seen?.schema)?.propertyNames;
		if (!names || names === true || rewrites.has(names)) continue;
		const rewritten = stringifyKeyNames(bySchema, names, new Set());
		if (rewritten !== names) rewrites.set(names, rewritten);
	}
	if (!rewrites.size) return;
	for (const entry of ctx.seen.values()) for (const carrier of [entry.schema, entry.def]) {
		const rewritten = carrier && rewrites.get(carrier.propertyNames);
		if (rewritten) carrier.propertyNames = rewritten;
	}
}
const recordProcessor = (schema, ctx, _json, params) => {
	const json = _json;
	const def = schema._zod.def;
	json.type = "object";
	const keyType = def.keyType;
	const patterns = aggregateChecks(keyType).patterns;
	if (def.mode === "loose" && patterns && patterns.size > 0) {
		const valueSchema = processSchema(def.valueType, ctx, {
			...params,
			path: [
				...params.path,
				"patternProperties",
				"*"
			]
		});
		json.patternProperties = {};
		for (const pattern of patterns) assignProp(json.patternProperties, exactPattern(pattern).source, valueSchema);
	} else {
		if (ctx.target === "draft-07" || ctx.target === "draft-2020-12") {
			json.propertyNames = processSchema(def.keyType, ctx, {
				...params,
				path: [...params.path, "propertyNames"]
			});
			let pending = pendingRecords.get(ctx);
			if (!pending) {
				pending = [];
				pendingRecords.set(ctx, pending);
				ctx.deferred.push(() => rewriteKeyNames(ctx));
			}
			pending.push(schema);
		}
		json.additionalProperties = processSchema(def.valueType, ctx, {
			...params,
			path: [...params.path, "additionalProperties"]
		});
	}
	const keyValues = keyType._zod.values;
	const omittableOnInput = ctx.io === "input" && inputOptin(def.valueType) !== void 0;
	if (keyValues && !def.partial && !omittableOnInput) {
		const validKeyValues = [...keyValues].filter((v) => typeof v === "string" || typeof v === "number");
		if (validKeyValues.length > 0) json.required = validKeyValues.map(String);
	}
};
const nullableProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	const inner = processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	if (ctx.target === "openapi-3.0") {
		seen.ref = def.innerType;
		json.nullable = true;
	} else json.anyOf = [inner, { type: "null" }];
};
const nonoptionalProcessor = (schema, ctx, _json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
};
const UNREPRESENTABLE_DEFAULT = Symbol();
function serializeDefaultValue(value, schema, ctx, json, params) {
	let unrepresentable = false;
	const serialized = JSON.stringify(value, (_, val) => {
		if (typeof val !== "bigint") return val;
		unrepresentable = true;
		return null;
	});
	if (!unrepresentable) return JSON.parse(serialized);
	handleUnrepresentable(schema, ctx, json, params, "BigInt defaults cannot be represented in JSON Schema");
	return UNREPRESENTABLE_DEFAULT;
}
const defaultProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
	if (value !== UNREPRESENTABLE_DEFAULT) json.default = value;
};
const prefaultProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	if (ctx.io !== "input") return;
	const value = serializeDefaultValue(def.defaultValue, schema, ctx, json, params);
	if (value !== UNREPRESENTABLE_DEFAULT) json._prefault = value;
};
const catchProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	let catchValue;
	try {
		catchValue = def.catchValue(void 0);
	} catch {
		handleUnrepresentable(schema, ctx, json, params, "Dynamic catch values are not supported in JSON Schema");
		return;
	}
	json.default = catchValue;
};
const pipeProcessor = (schema, ctx, _json, params) => {
	const def = schema._zod.def;
	const inIsTransform = def.in._zod.traits.has("$ZodTransform");
	const innerType = ctx.io === "input" ? inIsTransform ? def.out : def.in : def.out;
	processSchema(innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = innerType;
};
const readonlyProcessor = (schema, ctx, json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
	json.readOnly = true;
};
const optionalProcessor = (schema, ctx, _json, params) => {
	const def = schema._zod.def;
	processSchema(def.innerType, ctx, params);
	const seen = ctx.seen.get(schema);
	seen.ref = def.innerType;
};
// node_modules/zod/v4/classic/errors.js
const _installedErrorProtos = new WeakSet([Object.prototype, Error.prototype]);
function _lazyMethod(proto, key, make) {
	Object.defineProperty(proto, key, {
		configurable: true,
		enumerable: false,
		get() {
			const value = make(this);
			Object.defineProperty(this, key, {
				value,
				configurable: true,
				writable: true
			});
			return value;
		},
		set(value) {
			Object.defineProperty(this, key, {
				value,
				configurable: true,
				writable: true
			});
		}
	});
}
const initializer = (inst, issues) => {
	$ZodError.init(inst, issues);
	inst.name = "ZodError";
	const proto = Object.getPrototypeOf(inst);
	if (_installedErrorProtos.has(proto)) return;
	_installedErrorProtos.add(proto);
	_lazyMethod(proto, "format", (self) => (mapper) => formatError(self, mapper));
	_lazyMethod(proto, "flatten", (self) => (mapper) => flattenError(self, mapper));
	_lazyMethod(proto, "addIssue", (self) => (issue) => {
		self.issues.push(issue);
		self.message = JSON.stringify(self.issues, jsonStringifyReplacer, 2);
	});
	_lazyMethod(proto, "addIssues", (self) => (issues) => {
		self.issues.push(...issues);
		self.message = JSON.stringify(self.issues, jsonStringifyReplacer, 2);
	});
	Object.defineProperty(proto, "isEmpty", {
		configurable: true,
		enumerable: false,
		get() {
			return this.issues.length === 0;
		}
	});
};
const ZodRealError = $constructor("ZodError", initializer, void 0, { Parent: Error });
// node_modules/zod/v4/classic/parse.js
const parse$1 = _parse(ZodRealError);
const parseAsync = _parseAsync(ZodRealError);
const safeParse = _safeParse(ZodRealError);
const safeParseAsync = _safeParseAsync(ZodRealError);
const encode = _encode(ZodRealError);
const decode = _decode(ZodRealError);
const encodeAsync = _encodeAsync(ZodRealError);
const decodeAsync = _decodeAsync(ZodRealError);
const safeEncode = _safeEncode(ZodRealError);
const safeDecode = _safeDecode(ZodRealError);
const safeEncodeAsync = _safeEncodeAsync(ZodRealError);
const safeDecodeAsync = _safeDecodeAsync(ZodRealError);
// node_modules/zod/v4/classic/schemas.js
function _ensureDefaultLocale() {
	if (!globalConfig.localeError) config(en_default());
}
function _ensureDefaultMemoizer() {
	if (!globalConfig.memoizer) config({ memoizer: memoizer() });
}
const ZodType = $constructor("ZodType", (inst, def) => {
	_ensureDefaultLocale();
	$ZodType.init(inst, def);
	inst.def = def;
	inst.type = def.type;
	return inst;
}, {
	check(...chks) {
		const def = this.def;
		return this.clone(mergeDefs(def, { checks: [...def.checks ?? [], ...chks.map((ch) => typeof ch === "function" ? { _zod: {
			check: ch,
			def: { check: "custom" },
			onattach: []
		} } : ch)] }), { parent: true });
	},
	with(...chks) {
		return this.check(...chks);
	},
	clone(def, params) {
		return clone(this, def, params);
	},
	brand() {
		return this;
	},
	register(reg, meta) {
		reg.add(this, meta);
		return this;
	},
	refine(check, params) {
		return this.check(refine(check, params));
	},
	superRefine(refinement, params) {
		return this.check(superRefine(refinement, params));
	},
	overwrite(fn) {
		return this.check(_overwrite(fn));
	},
	optional() {
		return optional(this);
	},
	exactOptional() {
		return exactOptional(this);
	},
	nullable() {
		return nullable(this);
	},
	nullish() {
		return optional(nullable(this));
	},
	nonoptional(params) {
		return nonoptional(this, params);
	},
	array() {
		return array(this);
	},
	or(arg) {
		return union([this, arg]);
	},
	and(arg) {
		return intersection(this, arg);
	},
	transform(tx) {
		return pipe(this, transform(tx));
	},
	default(d) {
		return _default(this, d);
	},
	prefault(d) {
		return prefault(this, d);
	},
	catch(params) {
		return _catch(this, params);
	},
	pipe(target) {
		return pipe(this, target);
	},
	readonly() {
		return readonly(this);
	},
	describe(description) {
		const cl = this.clone();
		globalRegistry.add(cl, { description });
		return cl;
	},
	meta(...args) {
		if (args.length === 0) return globalRegistry.get(this);
		const cl = this.clone();
		globalRegistry.add(cl, args[0]);
		return cl;
	},
	isOptional() {
		return this.safeParse(void 0).success;
	},
	isNullable() {
		return this.safeParse(null).success;
	},
	apply(fn, ...args) {
		return args.length === 0 ? fn(this) : fn(this, ...args);
	},
	get "~standard"() {
		return hide(this, "~standard", {
			...standardProps(this),
			jsonSchema: {
				input: createStandardJSONSchemaMethod(this, "input"),
				output: createStandardJSONSchemaMethod(this, "output")
			}
		});
	},
	set "~standard"(value) {
		own(this, "~standard", value);
	},
	parse: function _parse(data, params) {
		return parse$1(this, data, params, { callee: _parse });
	},
	parseAsync: async function _parseAsync(data, params) {
		return await parseAsync(this, data, params, { callee: _parseAsync });
	},
	safeParse(data, params) {
		return safeParse(this, data, params);
	},
	async safeParseAsync(data, params) {
		return safeParseAsync(this, data, params);
	},
	get spa() {
		return this?.safeParseAsync;
	},
	set spa(value) {
		own(this, "spa", value);
	},
	validate(data, params) {
		return validate$1(this, data, params);
	},
	validateAsync(data, params) {
		return validateAsync$1(this, data, params);
	},
	encode: function _encode(data, params) {
		return encode(this, data, params, { callee: _encode });
	},
	decode: function _decode(data, params) {
		return decode(this, data, params, { callee: _decode });
	},
	encodeAsync: async function _encodeAsync(data, params) {
		return await encodeAsync(this, data, params, { callee: _encodeAsync });
	},
	decodeAsync: async function _decodeAsync(data, params) {
		return await decodeAsync(this, data, params, { callee: _decodeAsync });
	},
	safeEncode(data, params) {
		return safeEncode(this, data, params);
	},
	safeDecode(data, params) {
		return safeDecode(this, data, params);
	},
	async safeEncodeAsync(data, params) {
		return safeEncodeAsync(this, data, params);
	},
	async safeDecodeAsync(data, params) {
		return safeDecodeAsync(this, data, params);
	},
	toJSONSchema(params) {
		return createToJSONSchemaMethod(this, {})(params);
	},
	get description() {
		return globalRegistry.get(this)?.description;
	},
	get _def() {
		return this._zod.def;
	}
});
const _ZodString = $constructor("_ZodString", (inst, def) => {
	$ZodString.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => stringProcessor(inst, ctx, json, params);
}, derived({
	format: (inst) => aggregateChecks(inst).format ?? null,
	minLength: (inst) => aggregateChecks(inst).minimum ?? null,
	maxLength: (inst) => aggregateChecks(inst).maximum ?? null
}, {
	regex(...args) {
		return this.check(_regex(...args));
	},
	includes(...args) {
		return this.check(_includes(...args));
	},
	startsWith(...args) {
		return this.check(_startsWith(...args));
	},
	endsWith(...args) {
		return this.check(_endsWith(...args));
	},
	min(...args) {
		return this.check(_minLength(...args));
	},
	max(...args) {
		return this.check(_maxLength(...args));
	},
	length(...args) {
		return this.check(_length(...args));
	},
	nonempty(...args) {
		return this.check(_minLength(1, ...args));
	},
	lowercase(params) {
		return this.check(_lowercase(params));
	},
	uppercase(params) {
		return this.check(_uppercase(params));
	},
	trim() {
		return this.check(_trim());
	},
	normalize(...args) {
		return this.check(_normalize(...args));
	},
	toLowerCase() {
		return this.check(_toLowerCase());
	},
	toUpperCase() {
		return this.check(_toUpperCase());
	},
	slugify() {
		return this.check(_slugify());
	}
}));
const ZodString = $constructor("ZodString", (inst, def) => {
	$ZodString.init(inst, def);
	_ZodString.init(inst, def);
}, {
	email(params) {
		return this.check(_email(ZodEmail, params));
	},
	url(params) {
		return this.check(_url(ZodURL, params));
	},
	jwt(params) {
		return this.check(_jwt(ZodJWT, params));
	},
	emoji(params) {
		return this.check(_emoji(ZodEmoji, params));
	},
	guid(params) {
		return this.check(_guid(ZodGUID, params));
	},
	uuid(params) {
		return this.check(_uuid(ZodUUID, params));
	},
	uuidv4(params) {
		return this.check(_uuidv4(ZodUUID, params));
	},
	uuidv6(params) {
		return this.check(_uuidv6(ZodUUID, params));
	},
	uuidv7(params) {
		return this.check(_uuidv7(ZodUUID, params));
	},
	nanoid(params) {
		return this.check(_nanoid(ZodNanoID, params));
	},
	cuid(params) {
		return this.check(_cuid(ZodCUID, params));
	},
	cuid2(params) {
		return this.check(_cuid2(ZodCUID2, params));
	},
	ulid(params) {
		return this.check(_ulid(ZodULID, params));
	},
	base64(params) {
		return this.check(_base64(ZodBase64, params));
	},
	base64url(params) {
		return this.check(_base64url(ZodBase64URL, params));
	},
	xid(params) {
		return this.check(_xid(ZodXID, params));
	},
	ksuid(params) {
		return this.check(_ksuid(ZodKSUID, params));
	},
	ipv4(params) {
		return this.check(_ipv4(ZodIPv4, params));
	},
	ipv6(params) {
		return this.check(_ipv6(ZodIPv6, params));
	},
	cidrv4(params) {
		return this.check(_cidrv4(ZodCIDRv4, params));
	},
	cidrv6(params) {
		return this.check(_cidrv6(ZodCIDRv6, params));
	},
	e164(params) {
		return this.check(_e164(ZodE164, params));
	},
	datetime(params) {
		return this.check(_isoDateTime(ZodISODateTime, params));
	},
	date(params) {
		return this.check(_isoDate(ZodISODate, params));
	},
	time(params) {
		return this.check(_isoTime(ZodISOTime, params));
	},
	duration(params) {
		return this.check(_isoDuration(ZodISODuration, params));
	}
});
function string(params) {
	return _string(ZodString, params);
}
const ZodStringFormat = $constructor("ZodStringFormat", (inst, def) => {
	$ZodStringFormat.init(inst, def);
	_ZodString.init(inst, def);
});
const ZodISODateTime = $constructor("ZodISODateTime", (inst, def) => {
	$ZodISODateTime.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodISODate = $constructor("ZodISODate", (inst, def) => {
	$ZodISODate.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodISOTime = $constructor("ZodISOTime", (inst, def) => {
	$ZodISOTime.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodISODuration = $constructor("ZodISODuration", (inst, def) => {
	$ZodISODuration.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodEmail = $constructor("ZodEmail", (inst, def) => {
	$ZodEmail.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodGUID = $constructor("ZodGUID", (inst, def) => {
	$ZodGUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodUUID = $constructor("ZodUUID", (inst, def) => {
	$ZodUUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodURL = $constructor("ZodURL", (inst, def) => {
	$ZodURL.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodEmoji = $constructor("ZodEmoji", (inst, def) => {
	$ZodEmoji.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodNanoID = $constructor("ZodNanoID", (inst, def) => {
	$ZodNanoID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodCUID = $constructor("ZodCUID", (inst, def) => {
	$ZodCUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodCUID2 = $constructor("ZodCUID2", (inst, def) => {
	$ZodCUID2.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodULID = $constructor("ZodULID", (inst, def) => {
	$ZodULID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodXID = $constructor("ZodXID", (inst, def) => {
	$ZodXID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodKSUID = $constructor("ZodKSUID", (inst, def) => {
	$ZodKSUID.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodIPv4 = $constructor("ZodIPv4", (inst, def) => {
	$ZodIPv4.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodIPv6 = $constructor("ZodIPv6", (inst, def) => {
	$ZodIPv6.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodCIDRv4 = $constructor("ZodCIDRv4", (inst, def) => {
	$ZodCIDRv4.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodCIDRv6 = $constructor("ZodCIDRv6", (inst, def) => {
	$ZodCIDRv6.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodBase64 = $constructor("ZodBase64", (inst, def) => {
	$ZodBase64.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodBase64URL = $constructor("ZodBase64URL", (inst, def) => {
	$ZodBase64URL.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodE164 = $constructor("ZodE164", (inst, def) => {
	$ZodE164.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodJWT = $constructor("ZodJWT", (inst, def) => {
	$ZodJWT.init(inst, def);
	ZodStringFormat.init(inst, def);
});
const ZodNumber = $constructor("ZodNumber", (inst, def) => {
	$ZodNumber.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => numberProcessor(inst, ctx, json, params);
	inst.isFinite = true;
}, derived({
	minValue: (inst) => {
		const { minimum, exclusiveMinimum } = aggregateChecks(inst);
		return Math.max(minimum ?? Number.NEGATIVE_INFINITY, exclusiveMinimum ?? Number.NEGATIVE_INFINITY);
	},
	maxValue: (inst) => {
		const { maximum, exclusiveMaximum } = aggregateChecks(inst);
		return Math.min(maximum ?? Number.POSITIVE_INFINITY, exclusiveMaximum ?? Number.POSITIVE_INFINITY);
	},
	isInt: (inst) => {
		const { isInt, multipleOf } = aggregateChecks(inst);
		return !!isInt || !!multipleOf?.some(Number.isSafeInteger);
	},
	format: (inst) => aggregateChecks(inst).format ?? null
}, {
	gt(value, params) {
		return this.check(_gt(value, params));
	},
	gte(value, params) {
		return this.check(_gte(value, params));
	},
	min(value, params) {
		return this.check(_gte(value, params));
	},
	lt(value, params) {
		return this.check(_lt(value, params));
	},
	lte(value, params) {
		return this.check(_lte(value, params));
	},
	max(value, params) {
		return this.check(_lte(value, params));
	},
	int(params) {
		return this.check(int(params));
	},
	safe(params) {
		return this.check(int(params));
	},
	positive(params) {
		return this.check(_gt(0, params));
	},
	nonnegative(params) {
		return this.check(_gte(0, params));
	},
	negative(params) {
		return this.check(_lt(0, params));
	},
	nonpositive(params) {
		return this.check(_lte(0, params));
	},
	multipleOf(value, params) {
		return this.check(_multipleOf(value, params));
	},
	step(value, params) {
		return this.check(_multipleOf(value, params));
	},
	finite() {
		return this;
	}
}));
function number$1(params) {
	return _number(ZodNumber, params);
}
const ZodNumberFormat = $constructor("ZodNumberFormat", (inst, def) => {
	$ZodNumberFormat.init(inst, def);
	ZodNumber.init(inst, def);
});
function int(params) {
	return _int(ZodNumberFormat, params);
}
const ZodBoolean = $constructor("ZodBoolean", (inst, def) => {
	$ZodBoolean.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => booleanProcessor(inst, ctx, json, params);
});
function boolean(params) {
	return _boolean(ZodBoolean, params);
}
const ZodUnknown = $constructor("ZodUnknown", (inst, def) => {
	$ZodUnknown.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => void 0;
});
function unknown() {
	return _unknown(ZodUnknown);
}
const ZodNever = $constructor("ZodNever", (inst, def) => {
	$ZodNever.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => neverProcessor(inst, ctx, json, params);
});
function never(params) {
	return _never(ZodNever, params);
}
const ZodArray = $constructor("ZodArray", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodArray.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => arrayProcessor(inst, ctx, json, params);
	inst.element = def.element;
}, {
	min(n, params) {
		return this.check(_minLength(n, params));
	},
	nonempty(params) {
		return this.check(_minLength(1, params));
	},
	max(n, params) {
		return this.check(_maxLength(n, params));
	},
	length(n, params) {
		return this.check(_length(n, params));
	},
	unwrap() {
		return this.element;
	}
});
function array(element, params) {
	return _array(ZodArray, element, params);
}
const ZodObject = $constructor("ZodObject", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodObjectJIT.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => objectProcessor(inst, ctx, json, params);
	installLazyProp(inst, "shape", (self) => self._zod.def.shape, false);
}, {
	keyof() {
		return _enum(Object.keys(this._zod.def.shape));
	},
	catchall(catchall) {
		return this.clone(mergeDefs(this._zod.def, { catchall }));
	},
	passthrough() {
		return this.clone(mergeDefs(this._zod.def, { catchall: unknown() }));
	},
	loose() {
		return this.clone(mergeDefs(this._zod.def, { catchall: unknown() }));
	},
	strict() {
		return this.clone(mergeDefs(this._zod.def, { catchall: never() }));
	},
	strip() {
		return this.clone(mergeDefs(this._zod.def, { catchall: void 0 }));
	},
	extend(incoming) {
		return extend(this, incoming);
	},
	safeExtend(incoming) {
		return safeExtend(this, incoming);
	},
	merge(other) {
		return merge(this, other);
	},
	pick(mask) {
		return pick(this, mask);
	},
	omit(mask) {
		return omit(this, mask);
	},
	partial(...args) {
		return partial(ZodOptional, this, args[0]);
	},
	exactPartial(...args) {
		return partial(ZodExactOptional, this, args[0], "exactPartial");
	},
	required(...args) {
		return required(ZodNonOptional, this, args[0]);
	}
});
function object(shape, params) {
	const def = {
		type: "object",
		shape: shape ?? {},
		...normalizeParams(params)
	};
	return new ZodObject(def);
}
function strictObject(shape, params) {
	return new ZodObject({
		type: "object",
		shape,
		catchall: never(),
		...normalizeParams(params)
	});
}
function looseObject(shape, params) {
	return new ZodObject({
		type: "object",
		shape,
		catchall: unknown(),
		...normalizeParams(params)
	});
}
const ZodUnion = $constructor("ZodUnion", (inst, def) => {
	$ZodUnion.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => unionProcessor(inst, ctx, json, params);
	inst.options = def.options;
});
function union(options, params) {
	return new ZodUnion({
		type: "union",
		options,
		...normalizeParams(params)
	});
}
const ZodIntersection = $constructor("ZodIntersection", (inst, def) => {
	$ZodIntersection.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => intersectionProcessor(inst, ctx, json, params);
});
function intersection(left, right) {
	return new ZodIntersection({
		type: "intersection",
		left,
		right
	});
}
const ZodRecord = $constructor("ZodRecord", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodRecord.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => recordProcessor(inst, ctx, json, params);
	inst.keyType = def.keyType;
	inst.valueType = def.valueType;
});
function record(keyType, valueType, params) {
	if (!valueType || !valueType._zod) return new ZodRecord({
		type: "record",
		keyType: string(),
		valueType: keyType,
		...normalizeParams(valueType)
	});
	return new ZodRecord({
		type: "record",
		keyType,
		valueType,
		...normalizeParams(params)
	});
}
const ZodEnum = $constructor("ZodEnum", (inst, def) => {
	$ZodEnum.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => enumProcessor(inst, ctx, json, params);
	inst.enum = def.entries;
	inst.options = [...inst._zod.values];
	const keys = new Set(Object.keys(def.entries));
	inst.extract = (values, params) => {
		const newEntries = {};
		for (const value of values) if (keys.has(value)) newEntries[value] = def.entries[value];
		else throw new Error(`Key ${value} not found in enum`);
		return new ZodEnum({
			...def,
			checks: [],
			...normalizeParams(params),
			entries: newEntries
		});
	};
	inst.exclude = (values, params) => {
		const newEntries = { ...def.entries };
		for (const value of values) if (keys.has(value)) delete newEntries[value];
		else throw new Error(`Key ${value} not found in enum`);
		return new ZodEnum({
			...def,
			checks: [],
			...normalizeParams(params),
			entries: newEntries
		});
	};
});
function _enum(values, params) {
	const entries = Array.isArray(values) ? Object.fromEntries(values.map((v) => [v, v])) : values;
	return new ZodEnum({
		type: "enum",
		entries,
		...normalizeParams(params)
	});
}
const ZodLiteral = $constructor("ZodLiteral", (inst, def) => {
	$ZodLiteral.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => literalProcessor(inst, ctx, json, params);
	inst.values = new Set(def.values);
	Object.defineProperty(inst, "value", { get() {
		if (def.values.length > 1) throw new Error("This schema contains multiple valid literal values. Use `.values` instead.");
		return def.values[0];
	} });
});
function literal(value, params) {
	return new ZodLiteral({
		type: "literal",
		values: Array.isArray(value) ? value : [value],
		...normalizeParams(params)
	});
}
const ZodTransform = $constructor("ZodTransform", (inst, def) => {
	_ensureDefaultMemoizer();
	$ZodTransform.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => transformProcessor(inst, ctx, json, params);
	inst._zod.parse = (payload, _ctx) => {
		if (_ctx.direction === "backward") throw new $ZodEncodeError(inst.constructor.name);
		payload.addIssue = (issue$1) => {
			if (typeof issue$1 === "string") payload.issues.push(issue(issue$1, payload.value, def));
			else {
				const _issue = issue$1;
				if (_issue.fatal) _issue.continue = false;
				_issue.code ?? (_issue.code = "custom");
				if (!("input" in _issue)) _issue.input = payload.value;
				_issue.inst ?? (_issue.inst = inst);
				payload.issues.push(issue(_issue));
			}
		};
		const output = def.transform(payload.value, payload);
		if (output instanceof Promise) return output.then((output) => {
			payload.value = output;
			return payload;
		});
		payload.value = output;
		return payload;
	};
});
function transform(fn) {
	return new ZodTransform({
		type: "transform",
		transform: fn
	});
}
const ZodOptional = $constructor("ZodOptional", (inst, def) => {
	$ZodOptional.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => optionalProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function optional(innerType) {
	return new ZodOptional({
		type: "optional",
		innerType
	});
}
const ZodExactOptional = $constructor("ZodExactOptional", (inst, def) => {
	$ZodExactOptional.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => optionalProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function exactOptional(innerType) {
	return new ZodExactOptional({
		type: "optional",
		innerType
	});
}
const ZodNullable = $constructor("ZodNullable", (inst, def) => {
	$ZodNullable.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => nullableProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function nullable(innerType) {
	return new ZodNullable({
		type: "nullable",
		innerType
	});
}
const ZodDefault = $constructor("ZodDefault", (inst, def) => {
	$ZodDefault.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => defaultProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
	inst.removeDefault = inst.unwrap;
});
function _default(innerType, defaultValue) {
	return new ZodDefault({
		type: "default",
		innerType,
		get defaultValue() {
			return typeof defaultValue === "function" ? defaultValue() : shallowClone(defaultValue);
		}
	});
}
const ZodPrefault = $constructor("ZodPrefault", (inst, def) => {
	$ZodPrefault.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => prefaultProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function prefault(innerType, defaultValue) {
	return new ZodPrefault({
		type: "prefault",
		innerType,
		get defaultValue() {
			return typeof defaultValue === "function" ? defaultValue() : shallowClone(defaultValue);
		}
	});
}
const ZodNonOptional = $constructor("ZodNonOptional", (inst, def) => {
	$ZodNonOptional.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => nonoptionalProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function nonoptional(innerType, params) {
	return new ZodNonOptional({
		type: "nonoptional",
		innerType,
		...normalizeParams(params)
	});
}
const ZodCatch = $constructor("ZodCatch", (inst, def) => {
	$ZodCatch.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => catchProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
	inst.removeCatch = inst.unwrap;
});
function _catch(innerType, catchValue) {
	return new ZodCatch({
		type: "catch",
		innerType,
		catchValue: typeof catchValue === "function" ? catchValue : constantCatch(catchValue)
	});
}
const ZodPipe = $constructor("ZodPipe", (inst, def) => {
	$ZodPipe.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => pipeProcessor(inst, ctx, json, params);
	inst.in = def.in;
	inst.out = def.out;
});
function pipe(in_, out) {
	return new ZodPipe({
		type: "pipe",
		in: in_,
		out
	});
}
const ZodReadonly = $constructor("ZodReadonly", (inst, def) => {
	$ZodReadonly.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => readonlyProcessor(inst, ctx, json, params);
	inst.unwrap = () => inst._zod.def.innerType;
});
function readonly(innerType) {
	return new ZodReadonly({
		type: "readonly",
		innerType
	});
}
const ZodCustom = $constructor("ZodCustom", (inst, def) => {
	$ZodCustom.init(inst, def);
	ZodType.init(inst, def);
	inst._zod.processJSONSchema = (ctx, json, params) => customProcessor(inst, ctx, json, params);
});
function refine(fn, _params = {}) {
	return _refine(ZodCustom, fn, _params);
}
function superRefine(fn, params) {
	return _superRefine(fn, params);
}
// node_modules/zod/v4/classic/iso.js
function datetime(params) {
	return _isoDateTime(ZodISODateTime, params);
}
// node_modules/zod/v4/classic/coerce.js
function number(params) {
	return _coercedNumber(ZodNumber, params);
}
const MAX_VALUES = 1e3;
const METRIC = /^[\w.-]{1,80}$/;
const Better = _enum(["lower", "higher"]);
array(strictObject({
	metric: string().regex(METRIC),
	unit: string().min(1).max(20),
	better: Better,
	values: array(number$1()).min(1).max(MAX_VALUES)
})).min(1).max(500).refine((list) => new Set(list.map(({ metric }) => metric)).size === list.length, "a metric comes twice");
// src/domain/reports/experiment.ts
const MOST_SAMPLES = 1e3;
const ExperimentName = string().regex(/^[a-z0-9][a-z0-9._-]{0,59}$/, "expected lower-case letters, digits, dots, dashes and _, at most 60");
const Parameters = record(string().min(1).max(80), union([
	string().max(200),
	number$1(),
	boolean()
])).refine((parameters) => Object.keys(parameters).length <= 50, "expected at most 50 parameters");
const Artifact = strictObject({
	name: string().min(1).max(200),
	digest: string().min(1).max(200)
});
const ExperimentMetric = strictObject({
	metric: string().regex(METRIC, "it is not a metric name"),
	unit: string().min(1).max(20),
	better: Better
});
const ExperimentTerms = strictObject({
	name: ExperimentName,
	parameters: Parameters,
	seed: int().nullable(),
	data: string().min(1).max(200).nullable(),
	hypothesis: string().min(1).max(500).nullable(),
	baseline: ExperimentName.nullable()
});
const Experiment = strictObject({
	...ExperimentTerms.shape,
	metrics: array(strictObject({
		...ExperimentMetric.shape,
		samples: array(number$1()).min(1).max(MOST_SAMPLES)
	})).max(50),
	artifacts: array(Artifact).max(50),
	command: string().max(2e3)
});
// src/errors.ts
var UserError = class extends Error {
	name = "UserError";
	fix;
	constructor(message, fix, options) {
		super(message, options);
		this.fix = fix;
	}
};
var InternalError = class extends Error {
	name = "InternalError";
};
function asError(value) {
	return value instanceof Error ? value : new InternalError(`a non-error was thrown: ${String(value)}`);
}
// src/formats/plain-text.ts
const BOM = "﻿";
const ANSI = /\u001B(?:\[[0-?]{0,64}[ -/]{0,16}[@-~]|\][^\u0007\u001B\n]{0,1000}(?:\u0007|\u001B\\)|[@-Z\\-_])?/g;
const plainText = (text) => {
	const own = text.startsWith(BOM) ? text.slice(1) : text;
	const lines = own.includes("\r") ? own.replaceAll(/\r\n?/g, "\n") : own;
	return lines.includes("\x1B") ? lines.replaceAll(ANSI, "") : lines;
};
const escape = (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
function visible(text, max) {
	const shown = text.slice(0, max).replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escape).trim();
	return shown.length < max && text.length <= max ? shown : `${shown.slice(0, max - 1)}…`;
}
function message(text, max) {
	const whole = text.slice(0, 2 * max).replaceAll(/\r\n?/g, "\n").replaceAll("	", "  ").split("\n").map((line) => line.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escape).trimEnd()).join("\n").replace(/^\n+/, "").trimEnd();
	return whole.length <= max && text.length <= 2 * max ? whole : `${whole.slice(0, max - 1)}…`;
}
// src/formats/json.ts
function placeAt(text, offset) {
	const before = text.slice(0, offset);
	return `line ${before.split("\n").length}, column ${offset - before.lastIndexOf("\n")}`;
}
const NOT_A_NUMBER = /-?\b(?:NaN|nan|Infinity|inf)\b/g;
function notANumber(text) {
	let from = 0;
	while (from < text.length) {
		const quote = text.indexOf("\"", from);
		const end = quote === -1 ? text.length : quote;
		const found = [...text.slice(from, end).matchAll(NOT_A_NUMBER)][0];
		if (found) return {
			offset: from + found.index,
			word: found[0]
		};
		if (quote === -1) return void 0;
		let close = text.indexOf("\"", quote + 1);
		while (close !== -1 && escaped$1(text, close)) close = text.indexOf("\"", close + 1);
		if (close === -1) return void 0;
		from = close + 1;
	}
}
function escaped$1(text, at) {
	let slashes = 0;
	while (text[at - 1 - slashes] === "\\") slashes += 1;
	return slashes % 2 === 1;
}
function parseJson(text, problems, at) {
	try {
		return { value: JSON.parse(text) };
	} catch (error) {
		const bad = notANumber(text);
		if (bad) {
			problems.add(at ?? placeAt(text, bad.offset), `${bad.word} is not JSON`, "a finite number");
			return;
		}
		const { message } = asError(error);
		const position = /at position (\d+)/.exec(message)?.[1];
		const whole = text.trimEnd().length;
		const cut = /Unexpected end|Unterminated string/i.test(message) || Number(position) >= whole;
		const offset = cut ? whole : position === void 0 ? void 0 : Number(position);
		const said = message.replace(/ in JSON at position.*$/s, "").replace(/ is not valid JSON$/, "");
		problems.add(at ?? (offset === void 0 ? "the JSON" : placeAt(text, offset)), cut ? "the JSON ends before it is complete" : `it is not JSON: ${said}`, cut ? "the whole file: was the tool stopped, or the file cut?" : "JSON as the tool writes it");
		return;
	}
}
const jsonPath = (base, path) => path.reduce((place, key) => {
	if (typeof key === "number") return `${place}[${key}]`;
	const name = String(key);
	return /^[\w-]{1,60}$/.test(name) ? `${place}.${name}` : `${place}[${JSON.stringify(visible(name, 60))}]`;
}, base);
function shaped(schema, value, place, problems, expected) {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	for (const issue of parsed.error.issues) problems.add(jsonPath(place, issue.path), issue.message.replace(/^Invalid input: /, ""), expected);
}
// src/formats/problems.ts
const MAX_LISTED = 20;
const MAX_MESSAGE = 300;
function createProblems() {
	const list = [];
	let count = 0;
	return {
		add: (place, message, expected) => {
			count += 1;
			if (list.length < MAX_LISTED) list.push({
				place,
				message: visible(message, MAX_MESSAGE),
				expected
			});
		},
		get count() {
			return count;
		},
		get full() {
			return count >= MAX_LISTED;
		},
		list
	};
}
function inFile(problems, file) {
	if (file === "") return problems;
	const prefix = `${visible(file, MAX_MESSAGE)}: `;
	return {
		add: (place, message, expected) => problems.add(prefix + place, message, expected),
		get count() {
			return problems.count;
		},
		get full() {
			return problems.full;
		},
		list: problems.list
	};
}
const { name, parameters, ...terms } = ExperimentTerms.shape;
const Line$1 = strictObject({
	experiment: name,
	parameters: parameters.default({}),
	seed: terms.seed.default(null),
	data: terms.data.default(null),
	hypothesis: terms.hypothesis.default(null),
	baseline: terms.baseline.default(null),
	...ExperimentMetric.partial().shape,
	value: number$1().optional(),
	artifact: Artifact.optional()
}).refine(({ metric, unit, better, value }) => [
	metric,
	unit,
	better,
	value
].every((one) => one === void 0) || [
	metric,
	unit,
	better,
	value
].every((one) => one !== void 0), "expected metric, unit, better and value together");
const isExperiment = (line) => /^\s*\{/.test(line) && /"experiment"\s*:/.test(line);
function readExperimentLines(text) {
	const problems = createProblems();
	const found = new Map();
	const rest = plainText(text).split("\n").map((raw, i) => {
		if (!isExperiment(raw) || problems.full) return raw;
		const place = `line ${i + 1}`;
		const json = parseJson(raw, problems, place);
		const line = json && shaped(Line$1, json.value, `${place} $`, problems, "{\"experiment\":\"no-stemming\",\"parameters\":{\"stemming\":false},\"seed\":7,\"data\":\"sha256:…\",\"baseline\":\"word-count\",\"metric\":\"f1.macro\",\"unit\":\"ratio\",\"better\":\"higher\",\"value\":0.81}");
		if (line === void 0) return "";
		const { experiment, metric, unit, better, value, artifact, ...given } = line;
		const fresh = {
			name: experiment,
			...given
		};
		const known = found.get(experiment);
		const one = known ?? {
			...fresh,
			metrics: [],
			artifacts: []
		};
		if (known === void 0) {
			if (found.size === 100) {
				problems.add(place, `there are more than 100 experiments`, "fewer in one report");
				return "";
			}
			found.set(experiment, one);
		} else if (!sameTerms(known, fresh)) problems.add(place, `${experiment} comes with other terms than before`, "one name for each set of terms");
		if (artifact !== void 0 && one.artifacts.length < 50) one.artifacts.push(artifact);
		if (metric === void 0 || unit === void 0 || better === void 0 || value === void 0) return "";
		const series = one.metrics.find((entry) => entry.metric === metric);
		if (series === void 0 && one.metrics.length < 50) one.metrics.push({
			metric,
			unit,
			better,
			samples: [value]
		});
		else if (series === void 0) problems.add(place, "it has more than 50 metrics", "fewer metrics");
		else if (series.unit !== unit || series.better !== better) problems.add(place, `${metric} comes in ${series.unit} and in ${unit}`, "one unit and direction");
		else if (series.samples.length < 1e3) series.samples.push(value);
		return "";
	});
	return {
		experiments: [...found.values()],
		rest: rest.join("\n"),
		problems: problems.list
	};
}
const canonical = (value) => JSON.stringify(Object.entries(value).toSorted(([a], [b]) => a < b ? -1 : 1));
const sameTerms = (a, b) => canonical(a.parameters) === canonical(b.parameters) && a.seed === b.seed && a.data === b.data;
// src/formats/detect.ts
const HEAD = 2e4;
const signs = [
	["cobertura", /^\s*<(?:[?!][^>]*>\s*<)*coverage\b[^>]*\b(?:line-rate|lines-valid)=/],
	["junit", /^\s*<(?:[?!][^>]*>\s*<)*testsuites?\b/],
	["hyperfine", /^\s*\{\s*"results"\s*:\s*\[[^]*"command"\s*:/],
	["pytest-benchmark", /^\s*\{\s*"machine_info"\s*:/],
	["google-benchmark", /^\s*\{\s*"context"\s*:\s*\{[^]*"(?:num_cpus|library_build_type|mhz_per_cpu)"\s*:/],
	["vitest-bench", /^\s*\{\s*"files"\s*:\s*\[[^]*"(?:groups|benchmarks)"\s*:/],
	["vitest-json", /^\s*\{\s*"num(?:Total|Passed|Failed|Pending)\w*"\s*:/],
	["criterion", /^\s*\{\s*"(?:reason|group_id|mean|sampling_mode)"\s*:/],
	["baton-json", /^[ \t]*\{[^\n]*"metric"\s*:/m],
	["lcov", /^(?:TN:[^\n]*\n)?SF:/m],
	["tap", /^(?:TAP version \d+|1\.\.\d+|(?:not )?ok \d+)\b/m],
	["cargo-test", /^running \d+ tests?$|^test result: /m],
	["go-bench", /^Benchmark\S*\s+\d+\s+[\d.]+ \S+|^(?:goos|pkg): /m]
];
function detectFormat(text) {
	const head = text.slice(0, HEAD);
	return signs.find(([, sign]) => sign.test(head))?.[0];
}
// src/formats/format.ts
const MAX_REPORT = 2e7;
const MAX_REPORT_FILES = 5e3;
function admit(input, problems) {
	const files = typeof input === "string" ? new Map([["", input]]) : input;
	const size = [...files.values()].reduce((sum, text) => sum + text.length, 0);
	if (files.size > 5e3 || size > 2e7) {
		problems.add("the report", `it has ${files.size} files with ${size} characters`, `at most ${MAX_REPORT_FILES} files with ${MAX_REPORT} characters together`);
		return [];
	}
	if (files.size === 0) problems.add("the report", "there is no file", "the files that the tool wrote");
	return [...files].toSorted(([a], [b]) => a < b ? -1 : 1).flatMap(([path, text]) => {
		const file = {
			path,
			text: plainText(text),
			problems: inFile(problems, path)
		};
		if (file.text.trim() === "") {
			file.problems.add("line 1", "it is empty", "the whole report: did the tool run, and where did it write?");
			return [];
		}
		if (file.text.includes("\0")) {
			file.problems.add("line 1", "it holds NUL characters, as UTF-16 does", "UTF-8");
			return [];
		}
		return [file];
	});
}
function errorOf(format, from, example, problems) {
	const { list, count } = problems;
	const lines = list.map(({ place, message, expected }) => `${place}: ${message}; expected ${expected}`);
	if (count > list.length) lines.push(`and ${count - list.length} more`);
	return new UserError([`the ${format} report cannot be used, ${count} problem${count === 1 ? "" : "s"}:`, ...lines].join("\n  "), `write it with ${from}, for example:\n${example}`);
}
function defineFormat({ read, ...format }) {
	return {
		...format,
		parse: (input, options = {}) => {
			const problems = createProblems();
			const files = admit(input, problems);
			const value = files.length > 0 ? read(files, problems, options) : void 0;
			if (value !== void 0 && problems.count === 0) return { ok: value };
			const [first] = files;
			const looks = first && detectFormat(first.text);
			const known = createProblems();
			if (looks !== void 0 && looks !== format.name) {
				const where = first?.path === void 0 || first.path === "" ? "the report" : visible(first.path, 300);
				known.add(where, `it looks like ${looks}`, `${format.name}, or the format ${looks} in the policy`);
			}
			if (problems.count === 0 && known.count === 0) known.add("the report", "there is nothing in it that can be read", format.from);
			for (const { place, message, expected } of problems.list) known.add(place, message, expected);
			return {
				error: errorOf(format.name, format.from, format.example, known),
				problems: known.list
			};
		}
	};
}
// src/domain/digest.ts
const OFFSET = 14695981039346656037n;
const PRIME = 1099511628211n;
const MASK = 18446744073709551615n;
function digest(text) {
	let hash = OFFSET;
	for (let i = 0; i < text.length; i += 1) {
		hash ^= BigInt(text.charCodeAt(i));
		hash = hash * PRIME & MASK;
	}
	return hash.toString(16).padStart(16, "0");
}
// src/domain/reports/metric-name.ts
const MAX = 80;
const MARK = 8;
function metricName(name) {
	const plain = name.trim().replaceAll(/\s+>\s+|::|[/\\]/g, ".").replaceAll(/\s+/g, "_").replaceAll(/[^\w.-]+/g, "-").replaceAll(/-?\.+-?/g, ".").replace(/^[.-]+/, "").replace(/[.-]+$/, "");
	if (plain.length > 0 && plain.length <= MAX && !/[^\p{ASCII}]/u.test(name)) return plain;
	const mark = digest(name).slice(0, MARK);
	const kept = plain.slice(0, 71);
	return kept === "" ? mark : `${kept}-${mark}`;
}
// src/domain/reports/units.ts
const SMALL = {
	n: 1e-9,
	u: 1e-6,
	µ: 1e-6,
	μ: 1e-6,
	m: .001
};
const LARGE = {
	k: 1e3,
	K: 1e3,
	M: 1e6,
	G: 1e9,
	T: 0xe8d4a51000,
	P: 0x38d7ea4c68000
};
const BINARY = {
	Ki: 1024,
	Mi: 2 ** 20,
	Gi: 2 ** 30,
	Ti: 2 ** 40
};
const NANOSECONDS = 1e9;
const bases = [
	{
		symbol: "s",
		canonical: "ns",
		factor: NANOSECONDS,
		prefixes: SMALL
	},
	{
		symbol: "B",
		canonical: "B",
		factor: 1,
		prefixes: {
			...LARGE,
			...BINARY
		}
	},
	{
		symbol: "Hz",
		canonical: "Hz",
		factor: 1,
		prefixes: LARGE
	},
	{
		symbol: "FLOP",
		canonical: "FLOP",
		factor: 1,
		prefixes: LARGE
	},
	{
		symbol: "FLOPS",
		canonical: "FLOP/s",
		factor: 1,
		prefixes: LARGE
	},
	{
		symbol: "elem",
		canonical: "elem",
		factor: 1,
		prefixes: LARGE
	},
	{
		symbol: "W",
		canonical: "W",
		factor: 1,
		prefixes: {
			...SMALL,
			...LARGE
		}
	},
	{
		symbol: "J",
		canonical: "J",
		factor: 1,
		prefixes: {
			...SMALL,
			...LARGE
		}
	}
];
const words = [
	[
		/^(?:nsecs?|nanos(?:econds?)?)$/i,
		"ns",
		1
	],
	[
		/^(?:usecs?|micros(?:econds?)?)$/i,
		"ns",
		1e3
	],
	[
		/^(?:msecs?|millis(?:econds?)?)$/i,
		"ns",
		1e6
	],
	[
		/^(?:secs?|seconds?)$/i,
		"ns",
		NANOSECONDS
	],
	[
		/^(?:mins?|minutes?)$/i,
		"ns",
		60 * NANOSECONDS
	],
	[
		/^bytes?$/i,
		"B",
		1
	],
	[
		/^elements?$/i,
		"elem",
		1
	]
];
function table() {
	const known = new Map();
	for (const { symbol, canonical, factor, prefixes } of bases) {
		known.set(symbol, {
			unit: canonical,
			factor
		});
		for (const [prefix, scale] of Object.entries(prefixes)) known.set(prefix + symbol, {
			unit: canonical,
			factor: scale * factor
		});
	}
	for (const [symbol, factor] of [
		["ns", 1],
		["us", 1e3],
		["µs", 1e3],
		["μs", 1e3],
		["ms", 1e6]
	]) known.set(symbol, {
		unit: "ns",
		factor
	});
	return known;
}
const symbols = table();
function lowerCase() {
	const known = new Map();
	const unclear = new Set();
	for (const [symbol, one] of symbols) {
		const lower = symbol.toLowerCase();
		const other = known.get(lower);
		if (other !== void 0 && (other.unit !== one.unit || other.factor !== one.factor)) unclear.add(lower);
		known.set(lower, one);
	}
	for (const lower of unclear) known.delete(lower);
	return known;
}
const symbolsInProse = lowerCase();
function quantity$1(unit, prose = false) {
	const symbol = symbols.get(unit) ?? (prose ? symbolsInProse.get(unit.toLowerCase()) : void 0);
	if (symbol !== void 0) return symbol;
	const word = words.find(([pattern]) => pattern.test(unit));
	return word && {
		unit: word[1],
		factor: word[2]
	};
}
function canonicalUnit(unit) {
	const whole = quantity$1(unit);
	if (whole) return whole;
	const slash = unit.indexOf("/");
	if (slash <= 0) return {
		unit,
		factor: 1
	};
	const above = quantity$1(unit.slice(0, slash)) ?? {
		unit: unit.slice(0, slash),
		factor: 1
	};
	const divisor = unit.slice(slash + 1);
	const below = quantity$1(divisor);
	return below?.unit === "ns" ? {
		unit: `${above.unit}/s`,
		factor: above.factor * (NANOSECONDS / below.factor)
	} : {
		unit: `${above.unit}/${divisor}`,
		factor: above.factor
	};
}
[...[
	"B",
	"FLOP",
	"Hz"
].map((unit) => [unit, [
	[0xe8d4a51000, `T${unit}`],
	[1e9, `G${unit}`],
	[1e6, `M${unit}`],
	[1e3, `k${unit}`],
	[1, unit]
]])];
// src/formats/series.ts
const MAX_NAME = 2e3;
function wrong(value) {
	if (typeof value === "number") return String(value);
	if (value === void 0) return "missing";
	if (value === null) return "null, which tools write for a figure that they could not compute";
	return typeof value === "string" ? visible(JSON.stringify(value), 60) : `a ${typeof value}`;
}
function thinned(values) {
	if (values.length <= 1e3) return [...values];
	const sorted = values.toSorted((a, b) => a - b);
	return Array.from({ length: MAX_VALUES }, (_, i) => {
		const at = Math.round(i * (sorted.length - 1) / 999);
		return sorted[at] ?? 0;
	});
}
function numbers(samples, factor, problems) {
	const { values, place, signed = false } = samples;
	const before = problems.count;
	const read = [];
	for (const [i, value] of values.entries()) {
		const at = values.length === 1 ? place : jsonPath(place, [i]);
		const scaled = typeof value === "number" ? value * factor : NaN;
		if (!Number.isFinite(scaled)) problems.add(at, `the value is ${wrong(value)}`, "a finite number");
		else if (scaled < 0 && !signed) problems.add(at, `the value is ${scaled}`, "a number of at least 0");
		else read.push(scaled);
		if (problems.full) return void 0;
	}
	if (values.length === 0) problems.add(place, "there is no sample", "at least one number");
	return problems.count === before ? read : void 0;
}
function createSeriesCollector() {
	const all = new Map();
	return {
		add: (samples, problems) => {
			const { name, place, better } = samples;
			const shown = visible(name, 120);
			if (name.trim() === "" || name.length > MAX_NAME) {
				problems.add(place, `its name has ${name.length} characters`, `a name of 1 to ${MAX_NAME}`);
				return;
			}
			const metric = samples.verbatim === true ? name : metricName(name);
			if (!METRIC.test(metric)) {
				problems.add(place, `the metric is named ${shown}`, "letters, digits, . _ or -, at most 80");
				return;
			}
			const { unit, factor } = samples.verbatim === true ? {
				unit: samples.unit,
				factor: 1
			} : canonicalUnit(samples.unit);
			if (unit.length === 0 || unit.length > 20 || unit !== visible(unit, 21)) {
				problems.add(place, `the unit is ${JSON.stringify(visible(unit, 60))}`, `1 to 20 characters`);
				return;
			}
			const values = numbers(samples, factor, problems);
			if (!values) return;
			const known = all.get(metric);
			if (known && known.name !== name) {
				const both = `${visible(known.name, 120)} and ${shown}`;
				problems.add(place, `${both} would both be the metric ${metric}`, "names that differ in letters or digits");
			} else if (known && samples.repeats !== true) problems.add(place, `${shown} comes twice`, "each benchmark once in a report");
			else if (known && (known.unit !== unit || known.better !== better)) problems.add(place, `${shown} comes in ${known.unit} and in ${unit}`, "one unit for a metric");
			else if (known) for (const value of values) known.values.push(value);
			else if (all.size >= 500) problems.add(place, `there are more than 500 metrics`, "fewer, for example by a filter of the tool");
			else all.set(metric, {
				name,
				unit,
				better,
				values
			});
		},
		series: () => [...all].toSorted(([a], [b]) => a < b ? -1 : 1).map(([metric, { unit, better, values }]) => ({
			metric,
			unit,
			better,
			values: thinned(values)
		}))
	};
}
// src/formats/benchmark-format.ts
const benchmarkFormat = ({ gather, ...format }) => defineFormat({
	...format,
	read: (files, problems) => {
		const collector = createSeriesCollector();
		gather(files, collector, problems);
		const series = collector.series();
		if (series.length === 0 && problems.count === 0) problems.add("the report", "no benchmark is in it", "at least one");
		return series;
	}
});
// src/formats/baton-json.ts
const Line = strictObject({
	metric: string().regex(METRIC, "it is not a metric name"),
	unit: string().min(1).max(20),
	better: Better,
	value: unknown().optional()
});
const EXAMPLE = "{\"metric\":\"matmul.ms\",\"unit\":\"ms\",\"better\":\"lower\",\"value\":12.5}";
const batonJson = benchmarkFormat({
	name: "baton-json",
	from: "one line for each metric",
	example: EXAMPLE,
	gather: (files, series) => {
		for (const { text, problems } of files) for (const [i, raw] of text.split("\n").entries()) {
			if (!/^\s*\{/.test(raw) || !raw.includes("\"metric\"")) continue;
			if (problems.full) return;
			const place = `line ${i + 1}`;
			const json = parseJson(raw, problems, place);
			const line = json && shaped(Line, json.value, `${place} $`, problems, EXAMPLE);
			if (!line) continue;
			const { metric, unit, better, value } = line;
			series.add({
				name: metric,
				verbatim: true,
				unit,
				better,
				values: [value],
				place,
				signed: true
			}, problems);
		}
	}
});
// src/domain/reports/repository-path.ts
const MAX_PATH = 400;
function isRepositoryPath(path) {
	return path.length > 0 && path.length <= MAX_PATH && !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\]/u.test(path) && !/^[A-Za-z]:/.test(path) && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
const RepositoryPath = string().refine(isRepositoryPath, "expected a path inside the repository, for example src/main.ts");
const MAX_FAILURE_MESSAGE = 1e3;
const Count$1 = int().min(0);
const TestFailure$1 = strictObject({
	name: string().min(1).max(500),
	message: string().max(MAX_FAILURE_MESSAGE),
	path: RepositoryPath.optional(),
	line: int().min(1).optional()
});
strictObject({
	total: Count$1.min(1),
	passed: Count$1,
	failed: Count$1,
	skipped: Count$1,
	failures: array(TestFailure$1).max(50)
}).refine(({ total, passed, failed, skipped }) => total === passed + failed + skipped, "passed, failed and skipped do not add up to total").refine(({ failed, failures }) => failures.length === Math.min(failed, 50), "the failures are not those that were counted");
// src/formats/places.ts
const SEARCHED = 8e3;
function decoded(path) {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}
const slashes = (path) => path.replaceAll("\\", "/");
function resolved(path) {
	const parts = [];
	for (const part of path.split("/")) {
		if (part === ".." && parts.pop() === void 0) return void 0;
		if (part !== ".." && part !== "." && part !== "") parts.push(part);
	}
	return parts.join("/");
}
const absolute = (path) => path.startsWith("/") || /^[A-Za-z]:\//.test(path);
function repositoryPath(raw, root) {
	if (raw.length > 4096) return void 0;
	const address = /^file:\/\/(\/?.*)$/s.exec(raw);
	const path = slashes(address ? decoded(address[1] ?? "").replace(/^\/(?=[A-Za-z]:)/, "") : raw);
	const base = root === void 0 ? void 0 : `${slashes(root).replace(/\/+$/, "")}/`;
	const inside = base !== void 0 && path.startsWith(base) ? path.slice(base.length) : path;
	const found = absolute(inside) ? void 0 : resolved(inside);
	return found !== void 0 && isRepositoryPath(found) ? found : void 0;
}
const PLACE = /((?:file:\/\/)?(?:[A-Za-z]:[\\/])?[\w@%.+\\/-]{0,200}\w\.[A-Za-z]\w{0,9}):(\d{1,7})\b/g;
function placeIn(text, root) {
	for (const [, raw = "", line] of text.slice(0, SEARCHED).matchAll(PLACE)) {
		const path = repositoryPath(raw, root);
		if (path === void 0 || /(?:^|\/)(?:node_modules|site-packages|rustc|\.cargo)\//.test(path)) continue;
		const number = Number(line);
		return number > 0 ? {
			path,
			line: number
		} : { path };
	}
}
// src/formats/test-format.ts
function createTestCollector(root) {
	const counts = {
		passed: 0,
		failed: 0,
		skipped: 0
	};
	const failures = [];
	return {
		pass: (count = 1) => {
			counts.passed += count;
		},
		skip: (count = 1) => {
			counts.skipped += count;
		},
		fail: ({ name, message: said, path, line, trace }) => {
			counts.failed += 1;
			if (failures.length >= 50) return;
			const named = path === void 0 ? void 0 : repositoryPath(path, root);
			const own = named === void 0 ? void 0 : {
				path: named,
				...line !== void 0 && line > 0 && { line }
			};
			failures.push({
				name: visible(name, 500) || "unnamed test",
				message: message(said, MAX_FAILURE_MESSAGE),
				...own?.line === void 0 ? placeIn(trace ?? said, root) ?? own : own
			});
		},
		report: () => ({
			total: counts.passed + counts.failed + counts.skipped,
			...counts,
			failures
		})
	};
}
const testFormat = ({ gather, ...format }) => defineFormat({
	...format,
	read: (files, problems, { root }) => {
		const collector = createTestCollector(root);
		for (const file of files) gather(file, collector);
		const report = collector.report();
		if (report.total === 0 && problems.count === 0) problems.add("the report", "no test is in it", "at least one: a run of nothing proves nothing");
		return report;
	}
});
// src/formats/cargo-test.ts
const RUNNING = /^running (\d+) tests?$/;
const RESULT$1 = /^test result: (ok|FAILED)\. (\d+) passed; (\d+) failed; (\d+) ignored; (\d+) measured; \d+ filtered out(?:;|$)/;
const BROKEN = /^(?:error(?:\[E\d+\])?: (?:could not compile|aborting due to).*|error: no test target.*)$/;
const PROGRAM = /^\s+(?:Running (?:unittests |tests\/|\S+\.rs\b)|Doc-tests )/;
function finish(program, result, tests, problems) {
	const [passed = 0, failed = 0, ignored = 0, measured = 0] = result.slice(2).map(Number);
	const place = `line ${program.line}`;
	const total = passed + failed + ignored + measured;
	if (total !== program.announced) problems.add(place, `${program.announced} tests were announced, ${total} are in the result`, "all of them");
	if (program.failed.length !== failed || result[1] === "ok" !== (failed === 0)) {
		problems.add(place, `${failed} tests failed, ${program.failed.length} are listed`, "each failed test by its name");
		return;
	}
	tests.pass(passed + measured);
	tests.skip(ignored);
	for (const name of program.failed) {
		const [head, trace] = split(program.outputs.get(name) ?? []);
		const panicked = head.findIndex((line) => /^thread .* panicked at /.test(line));
		tests.fail({
			name,
			message: head.slice(Math.max(panicked, 0)).join("\n"),
			trace: [...head.slice(Math.max(panicked, 0)), ...trace].join("\n")
		});
	}
}
function split(lines) {
	const at = lines.findIndex((line) => /^(?:stack backtrace:|note: run with `RUST_BACKTRACE)/.test(line));
	return at === -1 ? [[...lines], []] : [lines.slice(0, at), lines.slice(at)];
}
function readLine$1(program, line) {
	const header = /^---- (.+) stdout ----$/.exec(line)?.[1];
	if (header !== void 0) {
		program.output = [];
		program.outputs.set(header, program.output);
	} else if (line === "failures:") {
		program.listing = true;
		program.failed = [];
		program.output = void 0;
	} else if (program.output) program.output.push(line);
	else if (program.listing && /^ {4}\S/.test(line)) program.failed.push(line.trim());
}
const cargoTest = testFormat({
	name: "cargo-test",
	from: "cargo test --no-fail-fast",
	example: "running 1 test\ntest tests::small ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
	gather: ({ text, problems }, tests) => {
		let open;
		let waiting;
		const unfinished = (program) => problems.add(`line ${program.line}`, `the ${program.announced} tests that begin here have no result`, "a line `test result:` (did the program crash, or was the output cut?)");
		for (const [i, line] of text.split("\n").entries()) {
			if (problems.full) return;
			const running = RUNNING.exec(line);
			const result = RESULT$1.exec(line);
			if (running) {
				if (open) unfinished(open);
				const announced = Number(running[1]);
				open = {
					line: i + 1,
					announced,
					failed: [],
					outputs: new Map(),
					output: void 0,
					listing: false
				};
				waiting = void 0;
			} else if (result && open) {
				finish(open, result, tests, problems);
				open = void 0;
			} else if (result) problems.add(`line ${i + 1}`, "a result without tests before it", "`running N tests` first");
			else if (BROKEN.test(line)) problems.add(`line ${i + 1}`, line, "code that compiles");
			else if (PROGRAM.test(line)) waiting = i + 1;
			else if (line.trim() !== "") waiting = void 0;
			if (open && !running) readLine$1(open, line);
		}
		if (open) unfinished(open);
		if (waiting !== void 0) problems.add(`line ${waiting}`, "the output ends where tests begin", "their result");
	}
});
// src/domain/reports/coverage-report.ts
const MAX_COVERED_FILES = 2e3;
const Count = int().min(0);
const Covered$1 = strictObject({
	covered: Count,
	total: Count
}).refine(({ covered, total }) => covered <= total, "more is covered than there is");
const CoveredFile = strictObject({
	path: RepositoryPath,
	lines: Covered$1,
	missed: array(int().min(1)).max(500)
}).refine(({ lines, missed }) => missed.length <= lines.total - lines.covered, "more lines are listed as missed than were");
strictObject({
	lines: Covered$1,
	branches: Covered$1.optional(),
	functions: Covered$1.optional(),
	files: array(CoveredFile).min(1).max(MAX_COVERED_FILES),
	unlisted: Count,
	outside: Count
});
// src/formats/coverage-format.ts
const MAX_LINE = 1e7;
function recordOf(kept) {
	return {
		line: (number, hits, place, problems) => {
			if (!Number.isSafeInteger(number) || number < 1 || number > MAX_LINE) problems.add(place, `the line number is ${number}`, "a whole number from 1");
			else if (!Number.isFinite(hits) || hits < 0) problems.add(place, `line ${number} ran ${hits} times`, "a number of at least 0");
			else kept.lines.set(number, (kept.lines.get(number) ?? 0) + hits);
		},
		branch: (key, covered, total) => {
			const known = kept.branches.get(key);
			kept.branches.set(key, {
				covered: Math.max(known?.covered ?? 0, Math.min(covered, total)),
				total: Math.max(known?.total ?? 0, total)
			});
		},
		call: (name, covered) => kept.functions.set(name, covered || kept.functions.get(name) === true)
	};
}
const sum = (list) => ({
	covered: list.reduce((all, { covered }) => all + covered, 0),
	total: list.reduce((all, { total }) => all + total, 0)
});
function fileOf(path, { lines }) {
	const missed = [...lines].filter(([, hits]) => hits === 0).map(([number]) => number);
	return {
		path,
		lines: {
			covered: lines.size - missed.length,
			total: lines.size
		},
		missed: missed.sort((a, b) => a - b).slice(0, 500)
	};
}
const missing = ({ lines }) => lines.total - lines.covered;
const byPath = (a, b) => a.path < b.path ? -1 : 1;
function reportOf(all, outside) {
	const files = [...all].map(([path, kept]) => fileOf(path, kept)).sort(byPath);
	const branches = [...all.values()].flatMap((kept) => [...kept.branches.values()]);
	const functions = [...all.values()].flatMap((kept) => [...kept.functions.values()]);
	const listed = files.length <= 2e3 ? files : files.toSorted((a, b) => missing(b) - missing(a) || byPath(a, b)).slice(0, MAX_COVERED_FILES).sort(byPath);
	return {
		lines: sum(files.map(({ lines }) => lines)),
		...branches.length > 0 && { branches: sum(branches) },
		...functions.length > 0 && { functions: {
			covered: functions.filter((covered) => covered).length,
			total: functions.length
		} },
		files: listed,
		unlisted: files.length - listed.length,
		outside
	};
}
const coverageFormat = ({ gather, ...format }) => defineFormat({
	...format,
	read: (files, problems, { root }) => {
		const all = new Map();
		const outside = new Map();
		const collector = { file: (raw) => {
			const path = repositoryPath(raw, root);
			const where = path === void 0 ? outside : all;
			const kept = where.get(path ?? raw) ?? {
				lines: new Map(),
				branches: new Map(),
				functions: new Map()
			};
			where.set(path ?? raw, kept);
			return recordOf(kept);
		} };
		for (const file of files) gather(file, collector, root);
		const report = reportOf(all, outside.size);
		if (report.lines.total === 0 && problems.count === 0) {
			const told = outside.size === 0 ? "" : ` (${outside.size} files are outside of it)`;
			problems.add("the report", `no line of a file of the repository is in it${told}`, "paths in the repository");
		}
		return report;
	}
});
// node_modules/@rgrove/parse-xml/dist/lib/StringScanner.js
const emptyString$1 = "";
const surrogatePair = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;
var StringScanner = class {
	constructor(string) {
		this.charCount = this.charLength(string, true);
		this.charIndex = 0;
		this.length = string.length;
		this.multiByteMode = this.charCount !== this.length;
		this.string = string;
		if (this.multiByteMode) {
			let charsToBytes = [];
			for (let byteIndex = 0, charIndex = 0; charIndex < this.charCount; ++charIndex) {
				charsToBytes[charIndex] = byteIndex;
				byteIndex += string.codePointAt(byteIndex) > 65535 ? 2 : 1;
			}
			this.charsToBytes = charsToBytes;
		}
	}
	get isEnd() {
		return this.charIndex >= this.charCount;
	}
	charLength(string, multiByteSafe = this.multiByteMode) {
		return multiByteSafe ? string.replace(surrogatePair, "_").length : string.length;
	}
	advance(count = 1) {
		this.charIndex = Math.min(this.charCount, this.charIndex + count);
	}
	charIndexToByteIndex(charIndex = this.charIndex) {
		return this.multiByteMode ? this.charsToBytes[charIndex] ?? Infinity : charIndex;
	}
	consume(charCount = 1) {
		let chars = this.peek(charCount);
		this.advance(charCount);
		return chars;
	}
	consumeBytes(byteCount) {
		let byteIndex = this.charIndexToByteIndex();
		let result = this.string.slice(byteIndex, byteIndex + byteCount);
		this.advance(this.charLength(result));
		return result;
	}
	consumeMatchFn(fn) {
		let { length, multiByteMode, string } = this;
		let startByteIndex = this.charIndexToByteIndex();
		let endByteIndex = startByteIndex;
		if (multiByteMode) while (endByteIndex < length) {
			let char = string[endByteIndex];
			let isSurrogatePair = char >= "\ud800" && char <= "\udbff";
			if (isSurrogatePair) char += string[endByteIndex + 1];
			if (!fn(char)) break;
			endByteIndex += isSurrogatePair ? 2 : 1;
		}
		else while (endByteIndex < length && fn(string[endByteIndex])) ++endByteIndex;
		return this.consumeBytes(endByteIndex - startByteIndex);
	}
	consumeString(stringToConsume) {
		let { length } = stringToConsume;
		let byteIndex = this.charIndexToByteIndex();
		if (stringToConsume === this.string.slice(byteIndex, byteIndex + length)) {
			this.advance(length === 1 ? 1 : this.charLength(stringToConsume));
			return stringToConsume;
		}
		return emptyString$1;
	}
	consumeUntilMatch(regex) {
		let matchByteIndex = this.string.slice(this.charIndexToByteIndex()).search(regex);
		return matchByteIndex > 0 ? this.consumeBytes(matchByteIndex) : emptyString$1;
	}
	consumeUntilString(searchString) {
		let byteIndex = this.charIndexToByteIndex();
		let matchByteIndex = this.string.indexOf(searchString, byteIndex);
		return matchByteIndex > 0 ? this.consumeBytes(matchByteIndex - byteIndex) : emptyString$1;
	}
	peek(count = 1) {
		let { charIndex, string } = this;
		return this.multiByteMode ? string.slice(this.charIndexToByteIndex(charIndex), this.charIndexToByteIndex(charIndex + count)) : string.slice(charIndex, charIndex + count);
	}
	reset(index = 0) {
		this.charIndex = index >= 0 ? Math.min(this.charCount, index) : Math.max(0, this.charIndex + index);
	}
};
// node_modules/@rgrove/parse-xml/dist/lib/syntax.js
const attValueCharDoubleQuote = /["&<]/;
const attValueCharSingleQuote = /['&<]/;
const attValueNormalizedWhitespace = /\r\n|[\n\r\t]/g;
const endCharData = /<|&|]]>/;
const predefinedEntities = Object.freeze(Object.assign(Object.create(null), {
	amp: "&",
	apos: "'",
	gt: ">",
	lt: "<",
	quot: "\""
}));
function isNameChar(char) {
	let cp = char.codePointAt(0);
	return cp >= 97 && cp <= 122 || cp >= 65 && cp <= 90 || cp >= 48 && cp <= 57 || cp === 45 || cp === 46 || cp === 183 || cp >= 768 && cp <= 879 || cp === 8255 || cp === 8256 || isNameStartChar(char, cp);
}
function isNameStartChar(char, cp = char.codePointAt(0)) {
	return cp >= 97 && cp <= 122 || cp >= 65 && cp <= 90 || cp === 58 || cp === 95 || cp >= 192 && cp <= 214 || cp >= 216 && cp <= 246 || cp >= 248 && cp <= 767 || cp >= 880 && cp <= 893 || cp >= 895 && cp <= 8191 || cp === 8204 || cp === 8205 || cp >= 8304 && cp <= 8591 || cp >= 11264 && cp <= 12271 || cp >= 12289 && cp <= 55295 || cp >= 63744 && cp <= 64975 || cp >= 65008 && cp <= 65533 || cp >= 65536 && cp <= 983039;
}
function isReferenceChar(char) {
	return char === "#" || isNameChar(char);
}
function isWhitespace(char) {
	let cp = char.codePointAt(0);
	return cp === 32 || cp === 9 || cp === 10 || cp === 13;
}
function isXmlCodePoint(cp) {
	return cp >= 32 && cp <= 55295 || cp === 10 || cp === 9 || cp === 13 || cp >= 57344 && cp <= 65533 || cp >= 65536 && cp <= 1114111;
}
// node_modules/@rgrove/parse-xml/dist/lib/XmlNode.js
var XmlNode = class XmlNode {
	constructor() {
		this.parent = null;
		this.start = -1;
		this.end = -1;
	}
	get document() {
		return this.parent?.document ?? null;
	}
	get isRootNode() {
		return this.parent !== null && this.parent === this.document && this.type === XmlNode.TYPE_ELEMENT;
	}
	get preserveWhitespace() {
		return !!this.parent?.preserveWhitespace;
	}
	get type() {
		return "";
	}
	toJSON() {
		let json = { type: this.type };
		if (this.isRootNode) json.isRootNode = true;
		if (this.preserveWhitespace) json.preserveWhitespace = true;
		if (this.start !== -1) {
			json.start = this.start;
			json.end = this.end;
		}
		return json;
	}
};
XmlNode.TYPE_CDATA = "cdata";
XmlNode.TYPE_COMMENT = "comment";
XmlNode.TYPE_DOCUMENT = "document";
XmlNode.TYPE_DOCUMENT_TYPE = "doctype";
XmlNode.TYPE_ELEMENT = "element";
XmlNode.TYPE_PROCESSING_INSTRUCTION = "pi";
XmlNode.TYPE_TEXT = "text";
XmlNode.TYPE_XML_DECLARATION = "xmldecl";
// node_modules/@rgrove/parse-xml/dist/lib/XmlText.js
var XmlText = class extends XmlNode {
	constructor(text = "") {
		super();
		this.text = text;
	}
	get type() {
		return XmlNode.TYPE_TEXT;
	}
	toJSON() {
		return Object.assign(XmlNode.prototype.toJSON.call(this), { text: this.text });
	}
};
// node_modules/@rgrove/parse-xml/dist/lib/XmlCdata.js
var XmlCdata = class extends XmlText {
	get type() {
		return XmlNode.TYPE_CDATA;
	}
};
// node_modules/@rgrove/parse-xml/dist/lib/XmlComment.js
var XmlComment = class extends XmlNode {
	constructor(content = "") {
		super();
		this.content = content;
	}
	get type() {
		return XmlNode.TYPE_COMMENT;
	}
	toJSON() {
		return Object.assign(XmlNode.prototype.toJSON.call(this), { content: this.content });
	}
};
// node_modules/@rgrove/parse-xml/dist/lib/XmlDeclaration.js
var XmlDeclaration = class extends XmlNode {
	constructor(version, encoding, standalone) {
		super();
		this.version = version;
		this.encoding = encoding ?? null;
		this.standalone = standalone ?? null;
	}
	get type() {
		return XmlNode.TYPE_XML_DECLARATION;
	}
	toJSON() {
		let json = XmlNode.prototype.toJSON.call(this);
		json.version = this.version;
		for (let key of ["encoding", "standalone"]) if (this[key] !== null) json[key] = this[key];
		return json;
	}
};
// node_modules/@rgrove/parse-xml/dist/lib/XmlElement.js
var XmlElement = class XmlElement extends XmlNode {
	constructor(name, attributes = Object.create(null), children = []) {
		super();
		this.name = name;
		this.attributes = attributes;
		this.children = children;
	}
	get isEmpty() {
		return this.children.length === 0;
	}
	get preserveWhitespace() {
		let node = this;
		while (node instanceof XmlElement) {
			if ("xml:space" in node.attributes) return node.attributes["xml:space"] === "preserve";
			node = node.parent;
		}
		return false;
	}
	get text() {
		return this.children.map((child) => "text" in child ? child.text : "").join("");
	}
	get type() {
		return XmlNode.TYPE_ELEMENT;
	}
	toJSON() {
		return Object.assign(XmlNode.prototype.toJSON.call(this), {
			name: this.name,
			attributes: this.attributes,
			children: this.children.map((child) => child.toJSON())
		});
	}
};
// node_modules/@rgrove/parse-xml/dist/lib/XmlDocument.js
var XmlDocument = class extends XmlNode {
	constructor(children = []) {
		super();
		this.children = children;
	}
	get document() {
		return this;
	}
	get root() {
		for (let child of this.children) if (child instanceof XmlElement) return child;
		return null;
	}
	get text() {
		return this.children.map((child) => "text" in child ? child.text : "").join("");
	}
	get type() {
		return XmlNode.TYPE_DOCUMENT;
	}
	toJSON() {
		return Object.assign(XmlNode.prototype.toJSON.call(this), { children: this.children.map((child) => child.toJSON()) });
	}
};
// node_modules/@rgrove/parse-xml/dist/lib/XmlDocumentType.js
var XmlDocumentType = class extends XmlNode {
	constructor(name, publicId, systemId, internalSubset) {
		super();
		this.name = name;
		this.publicId = publicId ?? null;
		this.systemId = systemId ?? null;
		this.internalSubset = internalSubset ?? null;
	}
	get type() {
		return XmlNode.TYPE_DOCUMENT_TYPE;
	}
	toJSON() {
		let json = XmlNode.prototype.toJSON.call(this);
		json.name = this.name;
		for (let key of [
			"publicId",
			"systemId",
			"internalSubset"
		]) if (this[key] !== null) json[key] = this[key];
		return json;
	}
};
// node_modules/@rgrove/parse-xml/dist/lib/XmlError.js
var XmlError = class extends Error {
	constructor(message, charIndex, xml) {
		let column = 1;
		let excerpt = "";
		let line = 1;
		for (let i = 0; i < charIndex; ++i) {
			let char = xml[i];
			if (char === "\n") {
				column = 1;
				excerpt = "";
				line += 1;
			} else {
				column += 1;
				excerpt += char;
			}
		}
		let eol = xml.indexOf("\n", charIndex);
		excerpt += eol === -1 ? xml.slice(charIndex) : xml.slice(charIndex, eol);
		let excerptStart = 0;
		if (excerpt.length > 50) {
			if (column < 40) excerpt = excerpt.slice(0, 50);
			else {
				excerptStart = column - 20;
				excerpt = excerpt.slice(excerptStart, column + 30);
			}
		}
		super(`${message} (line ${line}, column ${column})\n  ${excerpt}\n` + " ".repeat(column - excerptStart + 1) + "^\n");
		this.column = column;
		this.excerpt = excerpt;
		this.line = line;
		this.name = "XmlError";
		this.pos = charIndex;
	}
};
// node_modules/@rgrove/parse-xml/dist/lib/XmlProcessingInstruction.js
var XmlProcessingInstruction = class extends XmlNode {
	constructor(name, content = "") {
		super();
		this.name = name;
		this.content = content;
	}
	get type() {
		return XmlNode.TYPE_PROCESSING_INSTRUCTION;
	}
	toJSON() {
		return Object.assign(XmlNode.prototype.toJSON.call(this), {
			name: this.name,
			content: this.content
		});
	}
};
// node_modules/@rgrove/parse-xml/dist/lib/Parser.js
const emptyString = "";
var Parser = class {
	constructor(xml, options = {}) {
		let doc = this.document = new XmlDocument();
		this.currentNode = doc;
		this.options = options;
		this.scanner = new StringScanner(xml);
		if (this.options.includeOffsets) {
			doc.start = 0;
			doc.end = xml.length;
		}
		this.parse();
	}
	addNode(node, charIndex) {
		node.parent = this.currentNode;
		if (this.options.includeOffsets) {
			node.start = this.scanner.charIndexToByteIndex(charIndex);
			node.end = this.scanner.charIndexToByteIndex();
		}
		this.currentNode.children.push(node);
		return true;
	}
	addText(text, charIndex, normalize = true) {
		let { children } = this.currentNode;
		let { length } = children;
		if (normalize) text = normalizeLineBreaks(text);
		if (length > 0) {
			let prevNode = children[length - 1];
			if (prevNode?.type === XmlNode.TYPE_TEXT) {
				let textNode = prevNode;
				textNode.text += text;
				if (this.options.includeOffsets) textNode.end = this.scanner.charIndexToByteIndex();
				return true;
			}
		}
		return this.addNode(new XmlText(text), charIndex);
	}
	consumeAttributes() {
		let attributes = Object.create(null);
		while (this.consumeWhitespace()) {
			let attrName = this.consumeName();
			if (!attrName) break;
			let attrValue = this.consumeEqual() && this.consumeAttributeValue();
			if (attrValue === false) throw this.error("Attribute value expected");
			if (attrName in attributes) throw this.error(`Duplicate attribute: ${attrName}`);
			if (attrName === "xml:space" && attrValue !== "default" && attrValue !== "preserve") throw this.error("Value of the `xml:space` attribute must be \"default\" or \"preserve\"");
			attributes[attrName] = attrValue;
		}
		if (this.options.sortAttributes) {
			let attrNames = Object.keys(attributes).sort();
			let sortedAttributes = Object.create(null);
			for (let i = 0; i < attrNames.length; ++i) {
				let attrName = attrNames[i];
				sortedAttributes[attrName] = attributes[attrName];
			}
			attributes = sortedAttributes;
		}
		return attributes;
	}
	consumeAttributeValue() {
		let { scanner } = this;
		let quote = scanner.peek();
		if (quote !== "\"" && quote !== "'") return false;
		scanner.advance();
		let chars;
		let isClosed = false;
		let value = emptyString;
		let regex = quote === "\"" ? attValueCharDoubleQuote : attValueCharSingleQuote;
		matchLoop: while (!scanner.isEnd) {
			chars = scanner.consumeUntilMatch(regex);
			if (chars) {
				this.validateChars(chars);
				value += chars.replace(attValueNormalizedWhitespace, " ");
			}
			switch (scanner.peek()) {
				case quote:
					isClosed = true;
					break matchLoop;
				case "&":
					value += this.consumeReference();
					continue;
				case "<": throw this.error("Unescaped `<` is not allowed in an attribute value");
				default: break matchLoop;
			}
		}
		if (!isClosed) throw this.error("Unclosed attribute");
		scanner.advance();
		return value;
	}
	consumeCdataSection() {
		let { scanner } = this;
		let startIndex = scanner.charIndex;
		if (!scanner.consumeString("<![CDATA[")) return false;
		let text = scanner.consumeUntilString("]]>");
		this.validateChars(text);
		if (!scanner.consumeString("]]>")) throw this.error("Unclosed CDATA section");
		return this.options.preserveCdata ? this.addNode(new XmlCdata(normalizeLineBreaks(text)), startIndex) : this.addText(text, startIndex);
	}
	consumeCharData() {
		let { scanner } = this;
		let startIndex = scanner.charIndex;
		let charData = scanner.consumeUntilMatch(endCharData);
		if (!charData) return false;
		this.validateChars(charData);
		if (scanner.peek(3) === "]]>") throw this.error("Element content may not contain the CDATA section close delimiter `]]>`");
		return this.addText(charData, startIndex);
	}
	consumeComment() {
		let { scanner } = this;
		let startIndex = scanner.charIndex;
		if (!scanner.consumeString("<!--")) return false;
		let content = scanner.consumeUntilString("--");
		this.validateChars(content);
		if (!scanner.consumeString("-->")) {
			if (scanner.peek(2) === "--") throw this.error("The string `--` isn't allowed inside a comment");
			throw this.error("Unclosed comment");
		}
		return this.options.preserveComments ? this.addNode(new XmlComment(normalizeLineBreaks(content)), startIndex) : true;
	}
	consumeContentReference() {
		let startIndex = this.scanner.charIndex;
		let ref = this.consumeReference();
		return ref ? this.addText(ref, startIndex, false) : false;
	}
	consumeDoctypeDeclaration() {
		let { scanner } = this;
		let startIndex = scanner.charIndex;
		if (!scanner.consumeString("<!DOCTYPE")) return false;
		let name = this.consumeWhitespace() && this.consumeName();
		if (!name) throw this.error("Expected a name");
		let publicId;
		let systemId;
		if (this.consumeWhitespace()) {
			if (scanner.consumeString("PUBLIC")) {
				publicId = this.consumeWhitespace() && this.consumePubidLiteral();
				if (publicId === false) throw this.error("Expected a public identifier");
				this.consumeWhitespace();
			}
			if (publicId !== void 0 || scanner.consumeString("SYSTEM")) {
				this.consumeWhitespace();
				systemId = this.consumeSystemLiteral();
				if (systemId === false) throw this.error("Expected a system identifier");
				this.consumeWhitespace();
			}
		}
		let internalSubset;
		if (scanner.consumeString("[")) {
			internalSubset = scanner.consumeUntilMatch(/\][\x20\t\r\n]*>/);
			if (!scanner.consumeString("]")) throw this.error("Unclosed internal subset");
			this.consumeWhitespace();
		}
		if (!scanner.consumeString(">")) throw this.error("Unclosed doctype declaration");
		return this.options.preserveDocumentType ? this.addNode(new XmlDocumentType(name, publicId, systemId, internalSubset), startIndex) : true;
	}
	consumeElement() {
		let { scanner } = this;
		let startIndex = scanner.charIndex;
		if (!scanner.consumeString("<")) return false;
		let name = this.consumeName();
		if (!name) {
			scanner.reset(startIndex);
			return false;
		}
		let attributes = this.consumeAttributes();
		let isEmpty = !!scanner.consumeString("/>");
		let element = new XmlElement(name, attributes);
		element.parent = this.currentNode;
		if (!isEmpty) {
			if (!scanner.consumeString(">")) throw this.error(`Unclosed start tag for element \`${name}\``);
			this.currentNode = element;
			do
				this.consumeCharData();
			while (this.consumeElement() || this.consumeContentReference() || this.consumeCdataSection() || this.consumeProcessingInstruction() || this.consumeComment());
			let endTagMark = scanner.charIndex;
			let endTagName;
			if (!scanner.consumeString("</") || !(endTagName = this.consumeName()) || endTagName !== name) {
				scanner.reset(endTagMark);
				throw this.error(`Missing end tag for element ${name}`);
			}
			this.consumeWhitespace();
			if (!scanner.consumeString(">")) throw this.error(`Unclosed end tag for element ${name}`);
			this.currentNode = element.parent;
		}
		return this.addNode(element, startIndex);
	}
	consumeEqual() {
		this.consumeWhitespace();
		if (this.scanner.consumeString("=")) {
			this.consumeWhitespace();
			return true;
		}
		return false;
	}
	consumeMisc() {
		return this.consumeComment() || this.consumeProcessingInstruction() || this.consumeWhitespace();
	}
	consumeName() {
		return isNameStartChar(this.scanner.peek()) ? this.scanner.consumeMatchFn(isNameChar) : emptyString;
	}
	consumeProcessingInstruction() {
		let { scanner } = this;
		let startIndex = scanner.charIndex;
		if (!scanner.consumeString("<?")) return false;
		let name = this.consumeName();
		if (name) {
			if (name.toLowerCase() === "xml") {
				scanner.reset(startIndex);
				throw this.error("XML declaration isn't allowed here");
			}
		} else throw this.error("Invalid processing instruction");
		if (!this.consumeWhitespace()) {
			if (scanner.consumeString("?>")) return this.addNode(new XmlProcessingInstruction(name), startIndex);
			throw this.error("Whitespace is required after a processing instruction name");
		}
		let content = scanner.consumeUntilString("?>");
		this.validateChars(content);
		if (!scanner.consumeString("?>")) throw this.error("Unterminated processing instruction");
		return this.addNode(new XmlProcessingInstruction(name, normalizeLineBreaks(content)), startIndex);
	}
	consumeProlog() {
		let { scanner } = this;
		let startIndex = scanner.charIndex;
		this.consumeXmlDeclaration();
		while (this.consumeMisc());
		if (this.consumeDoctypeDeclaration()) while (this.consumeMisc());
		return startIndex < scanner.charIndex;
	}
	consumePubidLiteral() {
		let startIndex = this.scanner.charIndex;
		let value = this.consumeSystemLiteral();
		if (value !== false && !/^[-\x20\r\na-zA-Z0-9'()+,./:=?;!*#@$_%]*$/.test(value)) {
			this.scanner.reset(startIndex);
			throw this.error("Invalid character in public identifier");
		}
		return value;
	}
	consumeReference() {
		let { scanner } = this;
		if (!scanner.consumeString("&")) return false;
		let ref = scanner.consumeMatchFn(isReferenceChar);
		if (scanner.consume() !== ";") throw this.error("Unterminated reference (a reference must end with `;`)");
		let parsedValue;
		if (ref[0] === "#") {
			let codePoint = ref[1] === "x" ? parseInt(ref.slice(2), 16) : parseInt(ref.slice(1), 10);
			if (isNaN(codePoint) || !/^#(?:x[0-9A-Fa-f]+|[0-9]+)$/.test(ref)) throw this.error("Invalid character reference");
			if (!isXmlCodePoint(codePoint)) throw this.error("Character reference resolves to an invalid character");
			parsedValue = String.fromCodePoint(codePoint);
		} else {
			parsedValue = predefinedEntities[ref];
			if (parsedValue === void 0) {
				let { ignoreUndefinedEntities, resolveUndefinedEntity } = this.options;
				let wrappedRef = `&${ref};`;
				if (resolveUndefinedEntity) {
					let resolvedValue = resolveUndefinedEntity(wrappedRef);
					if (resolvedValue !== null && resolvedValue !== void 0) {
						let type = typeof resolvedValue;
						if (type !== "string") throw new TypeError(`\`resolveUndefinedEntity()\` must return a string, \`null\`, or \`undefined\`, but returned a value of type ${type}`);
						return resolvedValue;
					}
				}
				if (ignoreUndefinedEntities) return wrappedRef;
				scanner.reset(-wrappedRef.length);
				throw this.error(`Named entity isn't defined: ${wrappedRef}`);
			}
		}
		return parsedValue;
	}
	consumeSystemLiteral() {
		let { scanner } = this;
		let quote = scanner.consumeString("\"") || scanner.consumeString("'");
		if (!quote) return false;
		let value = scanner.consumeUntilString(quote);
		this.validateChars(value);
		if (!scanner.consumeString(quote)) throw this.error("Missing end quote");
		return value;
	}
	consumeWhitespace() {
		return !!this.scanner.consumeMatchFn(isWhitespace);
	}
	consumeXmlDeclaration() {
		let { scanner } = this;
		let startIndex = scanner.charIndex;
		if (!scanner.consumeString("<?xml")) return false;
		if (isNameChar(scanner.peek())) {
			scanner.reset(startIndex);
			return false;
		}
		if (!this.consumeWhitespace()) throw this.error("Invalid XML declaration");
		let version = !!scanner.consumeString("version") && this.consumeEqual() && this.consumeSystemLiteral();
		if (version === false) throw this.error("XML version is missing or invalid");
		else if (!/^1\.[0-9]+$/.test(version)) throw this.error("Invalid character in version number");
		let encoding;
		let standalone;
		if (this.consumeWhitespace()) {
			encoding = !!scanner.consumeString("encoding") && this.consumeEqual() && this.consumeSystemLiteral();
			if (encoding) {
				if (!/^[A-Za-z][\w.-]*$/.test(encoding)) throw this.error("Invalid character in encoding name");
				this.consumeWhitespace();
			}
			standalone = !!scanner.consumeString("standalone") && this.consumeEqual() && this.consumeSystemLiteral();
			if (standalone) {
				if (standalone !== "yes" && standalone !== "no") throw this.error("Only \"yes\" and \"no\" are permitted as values of `standalone`");
				this.consumeWhitespace();
			}
		}
		if (!scanner.consumeString("?>")) throw this.error("Invalid or unclosed XML declaration");
		return this.options.preserveXmlDeclaration ? this.addNode(new XmlDeclaration(version, encoding || void 0, standalone || void 0), startIndex) : true;
	}
	error(message) {
		let { scanner } = this;
		return new XmlError(message, scanner.charIndex, scanner.string);
	}
	parse() {
		this.scanner.consumeString("﻿");
		this.consumeProlog();
		if (!this.consumeElement()) throw this.error("Root element is missing or invalid");
		while (this.consumeMisc());
		if (!this.scanner.isEnd) throw this.error("Extra content at the end of the document");
	}
	validateChars(string) {
		let { length } = string;
		for (let i = 0; i < length; ++i) {
			let cp = string.codePointAt(i);
			if (!isXmlCodePoint(cp)) {
				this.scanner.reset(-([...string].length - i));
				throw this.error("Invalid character");
			}
			if (cp > 65535) i += 1;
		}
	}
};
function normalizeLineBreaks(text) {
	let i = 0;
	while ((i = text.indexOf("\r", i)) !== -1) text = text[i + 1] === "\n" ? text.slice(0, i) + text.slice(i + 1) : text.slice(0, i) + "\n" + text.slice(i + 1);
	return text;
}
// node_modules/@rgrove/parse-xml/dist/index.js
function parseXml(xml, options) {
	return new Parser(xml, options).document;
}
// src/formats/xml.ts
const MAX_DEPTH = 100;
function endOfTag(text, from) {
	const stop = /["'>]/g;
	stop.lastIndex = from;
	for (let found = stop.exec(text); found !== null; found = stop.exec(text)) {
		if (found[0] === ">") return found.index + 1;
		const close = text.indexOf(found[0], found.index + 1);
		if (close === -1) return -1;
		stop.lastIndex = close + 1;
	}
	return -1;
}
const skipped = [
	["<!--", "-->"],
	["<![CDATA[", "]]>"],
	["<?", "?>"]
];
function guard(text, problems) {
	let depth = 0;
	let at = text.indexOf("<");
	while (at !== -1) {
		const special = skipped.find(([begin]) => text.startsWith(begin, at));
		let end;
		if (special) {
			const close = text.indexOf(special[1], at + special[0].length);
			end = close === -1 ? -1 : close + special[1].length;
		} else if (text.startsWith("<!", at)) {
			end = endOfTag(text, at);
			if (text.slice(at, end === -1 ? void 0 : end).includes("[")) {
				problems.add(placeAt(text, at), "it declares a document type of its own", "XML without entities of its own");
				return false;
			}
		} else {
			end = endOfTag(text, at);
			if (text[at + 1] === "/") depth -= 1;
			else if (end !== -1 && text[end - 2] !== "/") depth += 1;
			if (depth > MAX_DEPTH) {
				problems.add(placeAt(text, at), "it is nested too deeply", `at most ${MAX_DEPTH} levels`);
				return false;
			}
		}
		if (end === -1) return true;
		at = text.indexOf("<", end);
	}
	return true;
}
function readXml(text, problems) {
	const own = text.trimStart();
	const first = text.slice(0, text.length - own.length).split("\n").length;
	if (!guard(own, problems)) return void 0;
	try {
		const { root } = parseXml(own, { includeOffsets: true });
		if (!root) return void 0;
		const breaks = [...own.matchAll(/\n/g)].map(({ index }) => index);
		const placeOf = (element) => {
			let [low, high] = [0, breaks.length];
			while (low < high) {
				const middle = Math.floor((low + high) / 2);
				if ((breaks[middle] ?? 0) < element.start) low = middle + 1;
				else high = middle;
			}
			return `line ${first + low}`;
		};
		return {
			root,
			placeOf
		};
	} catch (error) {
		if (!(error instanceof XmlError)) throw error;
		const said = (error.message.split("\n")[0] ?? "").replace(/ \(line \d+, column \d+\)$/, "");
		const place = `line ${first - 1 + error.line}, column ${error.column}`;
		problems.add(place, `it is not well-formed: ${said}`, "the whole XML: was the tool stopped, or the file cut?");
		return;
	}
}
const elementsIn = (parent, name) => parent.children.filter((child) => child instanceof XmlElement && (name === void 0 || child.name === name));
const attribute = (element, name) => Object.hasOwn(element.attributes, name) ? element.attributes[name] : void 0;
function countIn(element, name, place, problems) {
	const text = attribute(element, name);
	if (text === void 0 || text === "") return void 0;
	if (/^\d{1,15}$/.test(text)) return Number(text);
	problems.add(place, `${element.name} has ${name}=${JSON.stringify(text)}`, "a whole number of at least 0");
}
// src/formats/cobertura.ts
const MAX_SOURCE = 4096;
const CONDITION = /\((\d{1,9})\/(\d{1,9})\)/;
function readLine(line, file, place, problems) {
	const number = countIn(line, "number", place, problems);
	const hits = countIn(line, "hits", place, problems);
	if (number === void 0 || hits === void 0) {
		problems.add(place, "a line has no number or no hits", "<line number=\"2\" hits=\"1\"/>");
		return;
	}
	file.line(number, hits, place, problems);
	const [, covered, total] = CONDITION.exec(attribute(line, "condition-coverage") ?? "") ?? [];
	if (covered !== void 0) file.branch(String(number), Number(covered), Number(total));
}
const located = (name, sources) => {
	const [only] = sources;
	return sources.length === 1 && only !== void 0 && /^(?:\/|[A-Za-z]:)/.test(only) && !/^(?:\/|[A-Za-z]:)/.test(name) ? `${only.replace(/[\\/]+$/, "")}/${name}` : name;
};
function readClass(element, { document, sources, root }, coverage, problems) {
	const name = attribute(element, "filename");
	const place = document.placeOf(element);
	if (name === void 0 || name === "") {
		problems.add(place, "a class has no filename", "<class filename=\"src/fib.ts\">");
		return;
	}
	const file = coverage.file(root === void 0 ? name : located(name, sources));
	for (const methods of elementsIn(element, "methods")) for (const method of elementsIn(methods, "method")) {
		const lines = elementsIn(method, "lines").flatMap((list) => elementsIn(list, "line"));
		if (lines.length === 0) continue;
		const key = `${attribute(element, "name")} ${attribute(method, "name")} ${attribute(method, "signature")}`;
		file.call(key, lines.some((line) => Number(attribute(line, "hits")) > 0));
	}
	for (const lines of elementsIn(element, "lines")) for (const line of elementsIn(lines, "line")) {
		if (problems.full) return;
		readLine(line, file, document.placeOf(line), problems);
	}
}
const cobertura = coverageFormat({
	name: "cobertura",
	from: "the cobertura reporter of the test tool, for example coverage xml",
	example: "<coverage line-rate=\"0.5\"><packages><package><classes><class filename=\"src/fib.ts\"><lines><line number=\"1\" hits=\"3\"/><line number=\"2\" hits=\"0\"/></lines></class></classes></package></packages></coverage>",
	gather: ({ text, problems }, coverage, root) => {
		const document = readXml(text, problems);
		if (!document) return;
		if (document.root.name !== "coverage") {
			problems.add(document.placeOf(document.root), `the root element is ${document.root.name}`, "coverage");
			return;
		}
		const sources = elementsIn(document.root, "sources").flatMap((list) => elementsIn(list, "source")).map(({ text: source }) => source.trim()).filter((source) => source.length <= MAX_SOURCE);
		const classes = elementsIn(document.root, "packages").flatMap((list) => elementsIn(list, "package")).flatMap((list) => elementsIn(list, "classes")).flatMap((list) => elementsIn(list, "class"));
		for (const element of classes) {
			if (problems.full) return;
			readClass(element, {
				document,
				sources,
				root
			}, coverage, problems);
		}
	}
});
// src/formats/criterion.ts
const Benchmark$1 = object({ full_id: string() });
const Sample = object({
	iters: array(unknown()),
	times: array(unknown())
});
const Estimates = object({ median: object({ point_estimate: unknown().optional() }) });
const Message = object({
	id: string(),
	iteration_count: array(unknown()),
	measured_values: array(unknown()),
	unit: string()
});
const FOLDER = "what criterion writes into a folder new";
const MESSAGE = "what cargo criterion --message-format=json prints";
function perIteration({ times, counts }, place, problems) {
	if (times.length !== counts.length) problems.add(place, `${times.length} samples have ${counts.length} counts of iterations`, "one count for each");
	return times.map((time, i) => {
		const count = counts[i];
		return typeof time === "number" && typeof count === "number" && count > 0 ? time / count : null;
	});
}
function readFolder(folder, series, problems) {
	const read = (name, schema) => {
		const file = folder.get(name);
		const json = file && parseJson(file.text, file.problems);
		return json && file && shaped(schema, json.value, "$", file.problems, FOLDER);
	};
	const before = problems.count;
	const benchmark = read("benchmark.json", Benchmark$1);
	const sample = read("sample.json", Sample);
	const estimates = sample ? void 0 : read("estimates.json", Estimates);
	if (problems.count > before) return;
	const [some] = folder.values();
	if (!benchmark || !sample && !estimates) {
		const missing = benchmark ? "sample.json" : "benchmark.json";
		some?.problems.add("its folder", `${missing} is missing`, "benchmark.json and sample.json side by side");
		return;
	}
	const own = folder.get(sample ? "sample.json" : "estimates.json")?.problems ?? problems;
	const common = {
		name: benchmark.full_id,
		unit: "ns",
		better: "lower"
	};
	if (sample) {
		const values = perIteration({
			times: sample.times,
			counts: sample.iters
		}, "$.times", own);
		series.add({
			...common,
			values,
			place: "$.times"
		}, own);
	} else if (estimates) {
		const values = [estimates.median.point_estimate];
		series.add({
			...common,
			values,
			place: "$.median.point_estimate"
		}, own);
	}
}
function readMessages({ text, problems }, series) {
	for (const [i, raw] of text.split("\n").entries()) {
		if (!/^\s*\{/.test(raw) || !raw.includes("\"benchmark-complete\"")) continue;
		if (problems.full) return;
		const place = `line ${i + 1}`;
		const json = parseJson(raw, problems, place);
		const said = json && shaped(Message, json.value, `${place} $`, problems, MESSAGE);
		if (!said) continue;
		const at = `${place} $.measured_values`;
		const values = perIteration({
			times: said.measured_values,
			counts: said.iteration_count
		}, at, problems);
		series.add({
			name: said.id,
			unit: said.unit,
			better: "lower",
			values,
			place: at
		}, problems);
	}
}
const criterion = benchmarkFormat({
	name: "criterion",
	from: "cargo bench (the folder target/criterion), or cargo criterion --message-format=json",
	example: "{\"reason\":\"benchmark-complete\",\"id\":\"norm\",\"iteration_count\":[30,60],\"measured_values\":[124200.0,248100.0],\"unit\":\"ns\"}",
	gather: (files, series, problems) => {
		const folders = new Map();
		for (const file of files) {
			const path = file.path.replaceAll("\\", "/");
			const [, folder, name] = /^(.*\bnew)\/([^/]+)$/.exec(path) ?? [];
			if (folder !== void 0 && name !== void 0) folders.set(folder, (folders.get(folder) ?? new Map()).set(name, file));
			else if (!path.endsWith(".json") || files.length === 1) readMessages(file, series);
		}
		for (const folder of folders.values()) if (!problems.full) readFolder(folder, series, problems);
	}
});
// src/formats/go-bench.ts
const RESULT = /^(Benchmark\S*)\s+(\d+)(?:\s+(.*))?$/;
const FAILURE = /^(?:\s*--- FAIL: |FAIL\b|panic: |fatal error: )/;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
function pairsOf(rest) {
	const fields = rest.trim().split(/\s+/);
	if (fields.length < 2 || fields.length % 2 === 1) return void 0;
	return Array.from({ length: fields.length / 2 }, (_, i) => ({
		value: fields[2 * i] ?? "",
		unit: fields[2 * i + 1] ?? ""
	}));
}
function readLines({ text, problems }, run) {
	let pkg = "";
	let opened;
	for (const [i, line] of text.split("\n").entries()) {
		if (problems.full) return;
		const place = `line ${i + 1}`;
		const [, name, , rest] = RESULT.exec(line) ?? [];
		const unit = /^Unit\s+(\S+)\s.*\bbetter=(higher|lower)\b/.exec(line);
		const named = /^pkg:\s*(\S+)/.exec(line)?.[1];
		if (FAILURE.test(line)) {
			problems.add(place, `it failed: ${line.trim()}`, "a run in which every benchmark passes");
			opened = void 0;
		} else if (unit) run.better.set(unit[1] ?? "", unit[2] === "higher" ? "higher" : "lower");
		else if (named !== void 0) {
			if (opened !== void 0) break;
			pkg = named;
			opened = pkg;
		} else if (line === "PASS" || /^ok\s/.test(line)) opened = void 0;
		else if (name !== void 0) {
			const pairs = pairsOf(rest ?? "");
			if (pairs) run.results.push({
				pkg,
				name,
				place,
				pairs
			});
			else problems.add(place, `${name} has no pairs of value and unit`, "BenchmarkFib-8  90000  13002 ns/op");
		}
	}
	if (opened !== void 0) {
		const lines = text.split("\n").length;
		problems.add(`line ${lines}`, `the benchmarks of ${opened} do not end with PASS`, "the whole output of go test");
	}
}
function withoutProcs(results) {
	return new Set(results.map(({ name }) => /-\d+$/.exec(name)?.[0] ?? "")).size === 1 ? (name) => name.replace(/-\d+$/, "") : (name) => name;
}
function quantity(unit) {
	if (unit === "ns/op") return {
		suffix: "",
		unit
	};
	const tail = /^(.+)-(ns|us|µs|ms|s|bytes|B)$/.exec(unit);
	if (tail) return {
		suffix: `/${tail[1]}`,
		unit: tail[2] ?? unit
	};
	return {
		suffix: `/${unit.replace(/\/op$/, "").replace(/^[kKMG]B\/s$/, "B/s").replaceAll("/", "_per_")}`,
		unit
	};
}
const goBench = benchmarkFormat({
	name: "go-bench",
	from: "go test -run '^$' -bench . -benchmem -count 10 ./...",
	example: "pkg: example.com/shop\nBenchmarkJoin-8  226281  99.89 ns/op  64 B/op  1 allocs/op\nPASS",
	gather: (files, series) => {
		for (const file of files) {
			const run = {
				results: [],
				better: new Map()
			};
			readLines(file, run);
			const nameOf = withoutProcs(run.results);
			for (const { pkg, name, place, pairs } of run.results) {
				if (file.problems.full) return;
				for (const { value, unit } of pairs) {
					const measured = quantity(unit);
					const own = nameOf(name);
					series.add({
						name: `${pkg === "" ? own : `${pkg}/${own}`}${measured.suffix}`,
						unit: measured.unit,
						better: run.better.get(unit) ?? (/\/s(?:ec)?$/.test(unit) ? "higher" : "lower"),
						values: [NUMBER.test(value) ? Number(value) : value],
						place,
						repeats: true,
						signed: !/^(?:ns|B|allocs)\/op$/.test(unit)
					}, file.problems);
				}
			}
		}
	}
});
// src/formats/google-benchmark.ts
const Report$4 = object({ benchmarks: array(unknown()) });
const Entry$1 = looseObject({
	name: string(),
	run_name: string().optional(),
	run_type: string().optional(),
	aggregate_name: string().optional(),
	error_occurred: boolean().optional(),
	error_message: string().optional(),
	skipped: boolean().optional(),
	time_unit: string().optional()
});
const EXPECTED$4 = "what --benchmark_format=json prints";
const OWN = new Set([
	"family_index",
	"per_family_instance_index",
	"repetitions",
	"repetition_index",
	"threads",
	"iterations",
	"real_time",
	"cpu_time",
	"label",
	"allocs_per_iter",
	"max_bytes_used",
	"total_allocated_bytes",
	"net_heap_growth"
]);
function counters(entry) {
	return Object.entries(entry).filter(([key, value]) => typeof value === "number" && !OWN.has(key)).map(([key]) => ({
		key,
		unit: key === "bytes_per_second" ? "B/s" : key.endsWith("_per_second") ? "1/s" : "count",
		higher: key.endsWith("_per_second") || key.endsWith("/s")
	}));
}
function add(entry, place, series, problems) {
	const name = entry.run_name ?? entry.name;
	const unit = entry.time_unit ?? "ns";
	const sample = {
		repeats: true,
		better: "lower"
	};
	series.add({
		...sample,
		name,
		unit,
		values: [entry["real_time"]],
		place: `${place}.real_time`
	}, problems);
	const cpu = {
		name: `${name}/cpu_time`,
		values: [entry["cpu_time"]],
		place: `${place}.cpu_time`
	};
	series.add({
		...sample,
		...cpu,
		unit
	}, problems);
	for (const { key, unit, higher } of counters(entry)) {
		const counter = {
			name: `${name}/${key}`,
			values: [entry[key]],
			place: `${place}.${key}`,
			signed: true
		};
		series.add({
			...sample,
			...counter,
			unit,
			better: higher ? "higher" : "lower"
		}, problems);
	}
}
const googleBenchmark = benchmarkFormat({
	name: "google-benchmark",
	from: "--benchmark_repetitions=10 --benchmark_out=report.json --benchmark_out_format=json",
	example: "{\"context\":{},\"benchmarks\":[{\"name\":\"BM_Sort/64\",\"run_type\":\"iteration\",\"real_time\":254.3,\"cpu_time\":254.1,\"time_unit\":\"ns\"}]}",
	gather: (files, series) => {
		for (const { text, problems } of files) {
			const json = parseJson(text, problems);
			const report = json && shaped(Report$4, json.value, "$", problems, EXPECTED$4);
			const aggregates = [];
			const measured = new Set();
			for (const [i, value] of (report?.benchmarks ?? []).entries()) {
				if (problems.full) break;
				const place = `$.benchmarks[${i}]`;
				const entry = shaped(Entry$1, value, place, problems, EXPECTED$4);
				if (!entry) continue;
				if (entry.error_occurred === true) problems.add(place, `${entry.name} failed: ${entry.error_message ?? "no message"}`, "a benchmark that runs");
				else if (entry.skipped !== true && entry.run_type !== "aggregate") {
					measured.add(entry.run_name ?? entry.name);
					add(entry, place, series, problems);
				} else if (entry.aggregate_name === "median") aggregates.push({
					entry,
					place
				});
			}
			for (const { entry, place } of aggregates) if (!measured.has(entry.run_name ?? entry.name)) add(entry, place, series, problems);
		}
	}
});
// src/formats/hyperfine.ts
const Report$3 = object({ results: array(unknown()) });
const Result = object({
	command: string(),
	parameters: record(string(), string()).optional(),
	times: array(unknown()).nullish(),
	median: unknown().optional(),
	exit_codes: array(unknown()).nullish()
});
const EXPECTED$3 = "what hyperfine --export-json writes";
function named({ command, parameters = {} }) {
	return [command, ...Object.entries(parameters).map(([key, value]) => `${key}=${value}`)].join(" ");
}
const hyperfine = benchmarkFormat({
	name: "hyperfine",
	from: "hyperfine --export-json report.json",
	example: "{\"results\":[{\"command\":\"seq 1000\",\"times\":[0.0009,0.0008],\"exit_codes\":[0,0]}]}",
	gather: (files, series) => {
		for (const { text, problems } of files) {
			const json = parseJson(text, problems);
			const report = json && shaped(Report$3, json.value, "$", problems, EXPECTED$3);
			for (const [i, value] of (report?.results ?? []).entries()) {
				if (problems.full) break;
				const place = `$.results[${i}]`;
				const result = shaped(Result, value, place, problems, EXPECTED$3);
				if (!result) continue;
				const failed = (result.exit_codes ?? []).find((code) => code !== 0);
				if (failed !== void 0) {
					const how = failed === null ? "a signal" : `exit code ${JSON.stringify(failed)}`;
					problems.add(`${place}.exit_codes`, `${result.command} ended with ${how}`, "a command that succeeds in each run");
					continue;
				}
				const times = result.times ?? [result.median];
				const at = result.times ? `${place}.times` : `${place}.median`;
				series.add({
					name: named(result),
					unit: "s",
					better: "lower",
					values: times,
					place: at
				}, problems);
			}
		}
	}
});
// src/formats/junit.ts
const FAILED = new Set(["failure", "error"]);
const NOT_RUN = /^(?:notrun|skipped|disabled|ignored)$/i;
function nameOf(element) {
	const name = attribute(element, "name") ?? "";
	const group = attribute(element, "classname") ?? "";
	return group === "" || name === group ? name : `${group} > ${name}`;
}
function readCase(element, tests) {
	const children = elementsIn(element);
	const failures = children.filter(({ name }) => FAILED.has(name));
	const [first] = failures;
	const status = attribute(element, "status") ?? "";
	if (first) {
		const line = Number(attribute(element, "line") ?? NaN);
		tests.fail({
			name: nameOf(element),
			message: attribute(first, "message") ?? first.text,
			path: attribute(element, "file"),
			line: Number.isSafeInteger(line) ? line : void 0,
			trace: first.text
		});
	} else if (children.some(({ name }) => name === "skipped") || NOT_RUN.test(status)) tests.skip();
	else tests.pass();
	return failures.length;
}
function readSuite(suite, document, tests, problems) {
	const seen = {
		cases: 0,
		failures: 0
	};
	const place = document.placeOf(suite);
	for (const child of elementsIn(suite)) {
		if (problems.full) return seen;
		if (child.name === "testcase") {
			seen.cases += 1;
			seen.failures += readCase(child, tests);
		} else if (child.name === "testsuite") {
			const inner = readSuite(child, document, tests, problems);
			seen.cases += inner.cases;
			seen.failures += inner.failures;
		} else if (FAILED.has(child.name)) {
			seen.failures += 1;
			const said = attribute(child, "message") ?? child.text;
			tests.fail({
				name: attribute(suite, "name") ?? "",
				message: said,
				trace: child.text
			});
		}
	}
	const announced = countIn(suite, "tests", place, problems) ?? 0;
	if (announced > seen.cases) problems.add(place, `${announced} tests are announced, ${seen.cases} are there`, "every test that was announced");
	const failed = (countIn(suite, "failures", place, problems) ?? 0) + (countIn(suite, "errors", place, problems) ?? 0);
	if (failed > seen.failures) problems.add(place, `${failed} failures are announced, ${seen.failures} are there`, "every failure by its name");
	return seen;
}
const junit = testFormat({
	name: "junit",
	from: "the JUnit reporter of the test tool, for example pytest --junitxml=report.xml",
	example: "<testsuite name=\"fib\" tests=\"1\" failures=\"0\"><testcase classname=\"fib\" name=\"of 10 is 55\"/></testsuite>",
	gather: ({ text, problems }, tests) => {
		const document = readXml(text, problems);
		if (!document) return;
		const { root } = document;
		if (root.name !== "testsuites" && root.name !== "testsuite") {
			problems.add(document.placeOf(root), `the root element is ${root.name}`, "testsuites or testsuite");
			return;
		}
		readSuite(root, document, tests, problems);
	}
});
// src/formats/lcov.ts
const KNOWN = /^(?:TN|SF|VER|FN|FNDA|FNL|FNA|FNF|FNH|BRDA|BRF|BRH|MCDC|MCF|MCH|DA|LF|LH|end_of_record|#)(?::|$|\s)/;
function readEntry(record, key, value, place, problems) {
	const { file } = record;
	switch (key) {
		case "DA": {
			const [, line, hits] = /^(\d+),(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?:,\S*)?$/i.exec(value) ?? [];
			if (line === void 0) return void 0;
			file.line(Number(line), Number(hits), place, problems);
			return true;
		}
		case "BRDA": {
			const [, where, taken] = /^(\d+,.*),(-|\d+)$/.exec(value) ?? [];
			if (where === void 0) return void 0;
			file.branch(where, taken !== "-" && Number(taken) > 0 ? 1 : 0, 1);
			return true;
		}
		case "FNDA":
		case "FNA": {
			const [, hits, name] = (key === "FNA" ? /^\d+,(\d+),(.+)$/ : /^(\d+),(.+)$/).exec(value) ?? [];
			if (name === void 0) return void 0;
			file.call(name, Number(hits) > 0);
			return true;
		}
		case "FN": {
			const name = /^\d+,(?:\d+,)?(.+)$/.exec(value)?.[1];
			if (name === void 0) return void 0;
			file.call(name, false);
			return true;
		}
		default: return true;
	}
}
function gatherLines(text, problems, coverage) {
	let open;
	const cut = (record) => problems.add(record.place, "the record is not closed", "a line end_of_record: was the file cut?");
	for (const [i, raw] of text.split("\n").entries()) {
		if (problems.full) return;
		const line = raw.trim();
		const place = `line ${i + 1}`;
		if (line === "") continue;
		const colon = line.indexOf(":");
		const [key, value] = colon === -1 ? [line, ""] : [line.slice(0, colon), line.slice(colon + 1)];
		if (!KNOWN.test(line)) problems.add(place, `this is not lcov: ${line}`, "DA:12,3");
		else if (key === "SF") {
			if (open) cut(open);
			open = {
				file: coverage.file(value),
				place
			};
		} else if (key === "end_of_record") open = void 0;
		else if (key === "TN" || key === "VER" || line.startsWith("#")) continue;
		else if (!open) problems.add(place, `${key} comes before a file`, "SF: and the file’s path first");
		else if (!readEntry(open, key, value, place, problems)) problems.add(place, `this is not an entry ${key}: ${line}`, "DA:12,3 or BRDA:12,0,1,3 or FNDA:3,name");
	}
	if (open) cut(open);
}
const lcov = coverageFormat({
	name: "lcov",
	from: "the lcov reporter of the test tool, for example vitest run --coverage --coverage.reporter=lcov",
	example: "SF:src/fib.ts\nDA:1,3\nDA:2,0\nend_of_record",
	gather: ({ text, problems }, coverage) => gatherLines(text, problems, coverage)
});
// src/formats/pytest-benchmark.ts
const Report$2 = object({ benchmarks: array(unknown()) });
const Entry = object({
	fullname: string(),
	stats: object({
		data: array(unknown()).optional(),
		median: unknown().optional()
	})
});
const EXPECTED$2 = "what pytest --benchmark-json writes";
const pytestBenchmark = benchmarkFormat({
	name: "pytest-benchmark",
	from: "pytest --benchmark-json=report.json",
	example: "{\"machine_info\":{},\"benchmarks\":[{\"fullname\":\"bench.py::test_total\",\"stats\":{\"data\":[0.0012,0.0011]}}]}",
	gather: (files, series) => {
		for (const { text, problems } of files) {
			const json = parseJson(text, problems);
			const report = json && shaped(Report$2, json.value, "$", problems, EXPECTED$2);
			for (const [i, value] of (report?.benchmarks ?? []).entries()) {
				if (problems.full) break;
				const place = `$.benchmarks[${i}]`;
				const entry = shaped(Entry, value, place, problems, EXPECTED$2);
				if (!entry) continue;
				const { data, median } = entry.stats;
				const at = data ? `${place}.stats.data` : `${place}.stats.median`;
				series.add({
					name: entry.fullname,
					unit: "s",
					better: "lower",
					values: data ?? [median],
					place: at
				}, problems);
			}
		}
	}
});
// src/formats/tap.ts
const MOST_DIAGNOSTIC_LINES = 200;
const MOST_COMMENT = 2e3;
function readPoint(indent, text) {
	const found = /^(not )?ok\b\s*(.*)$/.exec(text);
	if (!found) return void 0;
	const rest = found[2] ?? "";
	const directive = /(?:^|[^\\])\s#\s*(skip|todo)\b/i.exec(` ${rest}`)?.[1]?.toLowerCase();
	const opens = /\s\{$/.test(rest);
	const name = rest.replace(/\s\{$/, "").replace(/^\d+\s*/, "").replace(/^-\s*/, "").replace(/\s+#\s*(?:skip|todo|time=).*$/i, "").replaceAll(/\\([#\\])/g, "$1").trim();
	return {
		indent,
		failed: found[1] !== void 0 && directive !== "todo",
		excused: directive !== void 0,
		name,
		opens
	};
}
function diagnosticMessage(lines) {
	const at = lines.findIndex((line) => /^\s*(?:error|message):/.test(line));
	const head = lines[at];
	if (head === void 0) return "";
	const value = head.replace(/^\s*\w+:\s*/, "");
	if (!/^[|>][+-]?\d?$/.test(value)) return value.replace(/^(['"])(.*)\1$/, "$2");
	const indent = head.length - head.trimStart().length;
	const below = lines.slice(at + 1);
	const end = below.findIndex((line) => line.trim() !== "" && line.length - line.trimStart().length <= indent);
	return below.slice(0, end === -1 ? void 0 : end).map((line) => line.trim()).join("\n");
}
function createReader(tests, problems) {
	let levels = [{
		indent: 0,
		points: 0,
		failed: false
	}];
	let names = [];
	let yaml;
	let held;
	let pointBefore = false;
	let at = 1;
	const top = () => levels.at(-1) ?? {
		indent: 0,
		points: 0,
		failed: false
	};
	const release = () => {
		if (held) tests.fail(held);
		held = void 0;
	};
	const checkPlan = ({ planned, points }) => {
		if (planned !== void 0 && planned !== points) problems.add(`line ${at}`, `the plan says ${planned} tests, ${points} were reported`, "as many as planned");
	};
	const close = (indent) => {
		const deeper = levels.filter((level) => level.indent > indent);
		levels = levels.filter((level) => level.indent <= indent);
		for (const level of deeper) checkPlan(level);
		return {
			children: deeper.length > 0,
			failed: deeper.some(({ failed }) => failed)
		};
	};
	const enter = (indent) => {
		if (indent > top().indent) levels.push({
			indent,
			points: 0,
			failed: false
		});
		return top();
	};
	const point = (read) => {
		const { indent, failed, excused, name, opens } = read;
		const inside = close(indent);
		const level = enter(indent);
		level.points += 1;
		level.failed ||= failed || inside.failed;
		names = names.filter((entry) => entry.indent < indent);
		const path = [...names.map((entry) => entry.name), name || "unnamed test"].join(" > ");
		if (opens) {
			names.push({
				indent,
				name
			});
			levels.push({
				indent: indent + 1,
				points: 0,
				failed: false,
				parent: { failed }
			});
		} else if (failed && !inside.failed) held = {
			name: path,
			message: ""
		};
		else if (!inside.children && excused) tests.skip();
		else if (!inside.children) tests.pass();
	};
	const closeDocument = () => {
		const level = levels[0] ?? top();
		if (close(0).children) problems.add(`line ${at}`, "a subtest has no result of its own", "its line behind its tests: did they end early?");
		if (level.planned === void 0 && level.points > 0) problems.add(`line ${at}`, "the TAP output has no plan", "a line 1..N: did the tests end early?");
		checkPlan(level);
		levels = [{
			indent: 0,
			points: 0,
			failed: false
		}];
		names = [];
	};
	const diagnose = (raw, text, indent) => {
		if (!yaml) return false;
		if (text === "..." && indent === yaml.indent) {
			if (held) held = {
				...held,
				message: diagnosticMessage(yaml.lines),
				trace: yaml.lines.join("\n")
			};
			yaml = void 0;
		} else if (yaml.lines.length < MOST_DIAGNOSTIC_LINES) yaml.lines.push(raw);
		return true;
	};
	return {
		line: (raw, number) => {
			at = number;
			const text = raw.trim();
			const indent = raw.length - raw.trimStart().length;
			if (diagnose(raw, text, indent)) return;
			const afterPoint = pointBefore;
			pointBefore = false;
			if (text === "---" && afterPoint) {
				yaml = {
					indent,
					lines: [],
					line: number
				};
				return;
			}
			const read = readPoint(indent, text);
			const comment = text.startsWith("#") && !text.startsWith("# Subtest: ");
			if (held && comment) held = {
				...held,
				message: `${held.message}\n${text.replace(/^#\s*/, "")}`.slice(0, MOST_COMMENT)
			};
			else if (text !== "") release();
			if (read) {
				point(read);
				pointBefore = true;
			} else if (/^TAP version \d+$/.test(text) && indent === 0) closeDocument();
			else if (/^Bail out!/i.test(text)) problems.add(`line ${number}`, text, "a run that ends by itself");
			else if (text === "}" && levels.some(({ parent }) => parent)) endBuffered(indent);
			else if (text.startsWith("# Subtest: ")) names = [...names.filter((entry) => entry.indent < indent), {
				indent,
				name: text.slice(11)
			}];
			else if (/^1\.\.\d{1,9}(?:\s|$)/.test(text)) {
				close(indent);
				enter(indent).planned = Number(/\d+$/.exec(text.split(/\s/)[0] ?? "")?.[0]);
			}
		},
		end: () => {
			release();
			if (yaml) problems.add(`line ${yaml.line}`, "a diagnostic is not closed", "a line `...` at its end");
			if (levels.some(({ parent }) => parent)) problems.add(`line ${at}`, "the tests of a subtest are not closed", "a line `}`");
			closeDocument();
		}
	};
	function endBuffered(indent) {
		const opened = levels.findLast((level) => level.parent !== void 0);
		const inside = close(indent);
		if (opened?.parent?.failed === true && !inside.failed) {
			const path = names.filter((entry) => entry.indent <= indent).map((entry) => entry.name);
			tests.fail({
				name: path.join(" > "),
				message: ""
			});
		}
		names = names.filter((entry) => entry.indent < indent);
		top().failed ||= inside.failed;
	}
}
const tap = testFormat({
	name: "tap",
	from: "node --test --test-reporter=tap",
	example: "TAP version 13\nok 1 - begins with 0\nnot ok 2 - of 10 is 55\n1..2",
	gather: ({ text, problems }, tests) => {
		const reader = createReader(tests, problems);
		for (const [i, line] of text.split("\n").entries()) {
			if (problems.full) return;
			reader.line(line, i + 1);
		}
		reader.end();
	}
});
// src/formats/vitest-bench.ts
const Report$1 = object({ files: array(unknown()) });
const File$1 = object({ groups: array(unknown()) });
const Group = object({
	fullName: string(),
	benchmarks: array(unknown())
});
const Bench = object({
	name: string(),
	samples: array(unknown()).optional(),
	median: unknown().optional(),
	mean: unknown().optional()
});
const EXPECTED$1 = "what vitest bench --outputJson writes";
const vitestBench = benchmarkFormat({
	name: "vitest-bench",
	from: "vitest bench --run --outputJson report.json",
	example: "{\"files\":[{\"groups\":[{\"fullName\":\"bench/fib.bench.ts > fib\",\"benchmarks\":[{\"name\":\"of 15\",\"median\":0.006}]}]}]}",
	gather: (reports, series) => {
		for (const { text, problems } of reports) {
			const json = parseJson(text, problems);
			const files = json && shaped(Report$1, json.value, "$", problems, EXPECTED$1)?.files;
			for (const [f, file] of (files ?? []).entries()) {
				const groups = problems.full ? [] : shaped(File$1, file, `$.files[${f}]`, problems, EXPECTED$1)?.groups;
				for (const [g, entry] of (groups ?? []).entries()) {
					const place = `$.files[${f}].groups[${g}]`;
					const group = problems.full ? void 0 : shaped(Group, entry, place, problems, EXPECTED$1);
					for (const [b, value] of (group?.benchmarks ?? []).entries()) {
						if (problems.full) return;
						const at = `${place}.benchmarks[${b}]`;
						const bench = shaped(Bench, value, at, problems, EXPECTED$1);
						if (!bench || !group) continue;
						const samples = bench.samples ?? [];
						const key = samples.length > 0 ? "samples" : bench.median === void 0 ? "mean" : "median";
						series.add({
							name: `${group.fullName} > ${bench.name}`,
							unit: "ms",
							better: "lower",
							values: samples.length > 0 ? samples : [bench[key]],
							place: `${at}.${key}`
						}, problems);
					}
				}
			}
		}
	}
});
// src/formats/vitest-json.ts
const Report = object({
	numTotalTests: int().min(0),
	numFailedTests: int().min(0),
	numPassedTests: int().min(0),
	success: boolean(),
	testResults: array(unknown())
});
const Suite = object({
	name: string(),
	status: string(),
	message: string().nullish(),
	assertionResults: array(unknown())
});
const Test = object({
	ancestorTitles: array(string()),
	title: string(),
	status: _enum([
		"passed",
		"failed",
		"skipped",
		"pending",
		"todo",
		"disabled",
		"focused"
	]),
	failureMessages: array(string()).nullish(),
	location: object({ line: int() }).nullish()
});
const EXPECTED = "what vitest --reporter=json writes";
const vitestJson = testFormat({
	name: "vitest-json",
	from: "vitest run --reporter=json --outputFile=report.json",
	example: "{\"numTotalTests\":1,\"numPassedTests\":1,\"numFailedTests\":0,\"success\":true,\"testResults\":[{\"name\":\"test/fib.test.ts\",\"status\":\"passed\",\"assertionResults\":[{\"ancestorTitles\":[\"fib\"],\"title\":\"of 10 is 55\",\"status\":\"passed\"}]}]}",
	gather: ({ text, problems }, tests) => {
		const json = parseJson(text, problems);
		const report = json && shaped(Report, json.value, "$", problems, EXPECTED);
		if (!report) return;
		const counted = {
			total: 0,
			passed: 0,
			failed: 0
		};
		let broken = 0;
		for (const [i, entry] of report.testResults.entries()) {
			if (problems.full) return;
			const at = `$.testResults[${i}]`;
			const suite = shaped(Suite, entry, at, problems, EXPECTED);
			if (!suite) continue;
			const failedBefore = counted.failed;
			for (const [j, value] of suite.assertionResults.entries()) {
				if (problems.full) return;
				const test = shaped(Test, value, `${at}.assertionResults[${j}]`, problems, EXPECTED);
				if (!test) continue;
				counted.total += 1;
				if (test.status === "passed") {
					counted.passed += 1;
					tests.pass();
				} else if (test.status === "failed") {
					counted.failed += 1;
					const said = (test.failureMessages ?? []).join("\n");
					const place = {
						path: suite.name,
						line: test.location?.line,
						trace: said
					};
					tests.fail({
						name: [...test.ancestorTitles, test.title].join(" > "),
						message: said,
						...place
					});
				} else tests.skip();
			}
			if (suite.status === "failed" && counted.failed === failedBefore) {
				broken += 1;
				const said = suite.message ?? "";
				tests.fail({
					name: suite.name.split(/[\\/]/).at(-1) ?? suite.name,
					message: said,
					path: suite.name
				});
			}
		}
		const announced = {
			total: report.numTotalTests,
			passed: report.numPassedTests,
			failed: report.numFailedTests
		};
		for (const key of [
			"total",
			"passed",
			"failed"
		]) {
			if (announced[key] === counted[key] || problems.full) continue;
			const name = `$.num${key[0]?.toUpperCase()}${key.slice(1)}Tests`;
			problems.add(name, `it says ${announced[key]}, but ${counted[key]} are listed`, "the tests that it counts");
		}
		if (!report.success && counted.failed + broken === 0) problems.add("$.success", "it is false, but no failed test is listed", "the failures");
	}
});
// src/formats/index.ts
const benchmarkFormats = {
	criterion,
	"google-benchmark": googleBenchmark,
	"pytest-benchmark": pytestBenchmark,
	hyperfine,
	"vitest-bench": vitestBench,
	"go-bench": goBench,
	"baton-json": batonJson
};
const testFormats = {
	junit,
	tap,
	"cargo-test": cargoTest,
	"vitest-json": vitestJson
};
const coverageFormats = {
	lcov,
	cobertura
};
// src/measure/readers/index.ts
const reader = (format, reading) => (documents, root) => {
	const parsed = format.parse(filesOf(documents), { root });
	if ("ok" in parsed) return {
		...reading(parsed.ok),
		problems: []
	};
	return { problems: parsed.problems.map(({ place, message, expected }) => `${place}: ${message}; expected ${expected}`) };
};
const filesOf = (documents) => new Map(documents.map(({ path, text }) => [path ?? "", text]));
const benchmark$1 = (name) => reader(benchmarkFormats[name], (series) => ({ series }));
const tests = (name) => reader(testFormats[name], (counts) => ({ tests: counts }));
const coverage = (name) => reader(coverageFormats[name], ({ lines, branches, functions }) => ({ coverage: {
	lines,
	...branches === void 0 ? {} : { branches },
	...functions === void 0 ? {} : { functions }
} }));
const withExperiments = (metrics) => (documents, root) => {
	const read = documents.map((document) => ({
		document,
		...readExperimentLines(document.text)
	}));
	const experiments = read.flatMap((one) => one.experiments);
	const problems = read.flatMap((one) => one.problems.map(({ place, message, expected }) => `${place}: ${message}; expected ${expected}`));
	if (experiments.length + problems.length === 0) return metrics(documents, root);
	const others = read.map(({ document, rest }) => ({
		...document,
		text: rest
	}));
	const reading = !others.some(({ text }) => /^\s*\{.*"metric"/m.test(text)) ? { problems: [] } : metrics(others, root);
	return {
		...reading,
		experiments,
		problems: [...problems, ...reading.problems]
	};
};
const READERS = {
	"baton-json": withExperiments(benchmark$1("baton-json")),
	criterion: benchmark$1("criterion"),
	"google-benchmark": benchmark$1("google-benchmark"),
	"pytest-benchmark": benchmark$1("pytest-benchmark"),
	hyperfine: benchmark$1("hyperfine"),
	"vitest-bench": benchmark$1("vitest-bench"),
	"go-bench": benchmark$1("go-bench"),
	tap: tests("tap"),
	junit: tests("junit"),
	"cargo-test": tests("cargo-test"),
	"vitest-json": tests("vitest-json"),
	lcov: coverage("lcov"),
	cobertura: coverage("cobertura")
};
const readerOf = (format) => format === "none" ? void 0 : READERS[format];
// src/measure/report-files.ts
const MOST_FILES = MAX_REPORT_FILES;
const LARGEST_BYTES = 16e6;
const MOST_BYTES = MAX_REPORT;
function patternProblem(pattern) {
	if (isAbsolute(pattern) || win32.isAbsolute(pattern) || /^[A-Za-z]:/.test(pattern)) return `the report path ${pattern} is absolute; expected one relative to the checkout`;
	if (pattern.split(/[/\\]/).includes("..")) return `the report path ${pattern} leads out of the checkout; expected one below it`;
}
async function look(directory, pattern) {
	const seen = new Map();
	for await (const path of glob(pattern, { cwd: directory })) {
		const state = await lstat(join(directory, path), { bigint: true }).catch(() => void 0);
		if (state !== void 0 && !state.isDirectory()) seen.set(path, `${state.dev}:${state.ino}:${state.size}:${state.ctimeNs}`);
	}
	return seen;
}
async function readReports(directory, pattern, before) {
	const home = await realpath(directory);
	const after = await look(directory, pattern);
	const written = [...after.keys()].filter((path) => after.get(path) !== before.get(path)).sort();
	if (written.length === 0) return {
		documents: [],
		problems: [`the command wrote no report file ${pattern}${after.size === 0 ? "" : `; ${after.size} that lay there before do not count`}`]
	};
	if (written.length > MOST_FILES) return {
		documents: [],
		problems: [`${written.length} report files; expected at most ${MOST_FILES}`]
	};
	const documents = [];
	const problems = [];
	let total = 0;
	for (const path of written) {
		const shown = path.split(sep).join("/");
		const text = await readOne(home, path);
		if ("problem" in text) problems.push(`${shown}: ${text.problem}`);
		else {
			total += text.bytes;
			if (total > MOST_BYTES) return {
				documents: [],
				problems: [`the report files are larger than ${MOST_BYTES} bytes together`]
			};
			documents.push({
				path: shown,
				text: text.text
			});
		}
	}
	return {
		documents,
		problems
	};
}
async function readOne(home, path) {
	const full = join(home, path);
	try {
		if (relative(full, await realpath(full)) !== "") return { problem: "it is, or lies behind, a link" };
		const flags = process.platform === "win32" ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
		await using file = await open(full, flags);
		const state = await file.stat();
		if (!state.isFile()) return { problem: "it is not a file" };
		if (state.size > LARGEST_BYTES) return { problem: `it is larger than ${LARGEST_BYTES} bytes` };
		const buffer = Buffer.alloc(state.size);
		const { bytesRead } = await file.read(buffer, 0, state.size, 0);
		return {
			text: buffer.subarray(0, bytesRead).toString("utf8"),
			bytes: bytesRead
		};
	} catch (error) {
		return { problem: `it cannot be read: ${error instanceof Error ? error.message : String(error)}` };
	}
}
// src/measure/once.ts
const MOST_PRINTED = 16777216;
async function measureOnce(bench, command, directory) {
	const reader = readerOf(command.report);
	const { path } = command;
	const root = await realpath(directory).catch(() => resolve(directory));
	const wrong = path === void 0 ? void 0 : patternProblem(path);
	const before = path === void 0 || wrong !== void 0 ? new Map() : await look(root, path);
	const reportBytes = reader !== void 0 && path === void 0 ? MOST_PRINTED : 0;
	const run = await runCommand({
		...bench,
		run: command.run,
		directory,
		reportBytes
	});
	if (reader === void 0) return {
		run,
		reading: { problems: [] }
	};
	const { documents, problems } = wrong !== void 0 ? {
		documents: [],
		problems: [wrong]
	} : path === void 0 ? printed(run) : await readReports(root, path, before);
	return {
		run,
		reading: problems.length > 0 ? { problems } : reader(documents, root)
	};
}
function printed({ report }) {
	if (report !== void 0) return {
		documents: [{
			path: void 0,
			text: report
		}],
		problems: []
	};
	return {
		documents: [],
		problems: [`more than ${MOST_PRINTED} bytes were printed; write the report to a file and name its path`]
	};
}
// src/measure/steps.ts
const MOST_PROBLEMS = 20;
function createStep(name, command) {
	const step = {
		name: name.slice(0, 100),
		command,
		exitCode: 0,
		durationMs: 0,
		outputTail: ""
	};
	return {
		step,
		add: (run, problems = []) => {
			for (const problem of problems.slice(0, MOST_PROBLEMS)) run.tail.note(problem.slice(0, 300));
			if (problems.length > MOST_PROBLEMS) run.tail.note(`and ${problems.length - MOST_PROBLEMS} more problems`);
			step.durationMs += run.durationMs;
			if (step.exitCode !== 0) return;
			step.outputTail = run.tail.text();
			step.exitCode = run.exitCode === 0 && problems.length > 0 ? 1 : run.exitCode;
		}
	};
}
// src/measure/benchmark.ts
async function benchmark(bench, plan, findings, steps, excused) {
	const lanes = plan.commands.map((command) => {
		const lane = (side) => {
			const made = createStep(`${command.name.slice(0, 88)} (${side})`, command.run);
			steps.push(made.step);
			return made;
		};
		const sides = {
			baseline: lane("baseline"),
			candidate: lane("candidate")
		};
		excused.add(sides.baseline.step);
		return {
			command,
			sides
		};
	});
	for (let round = 0; round < plan.rounds; round += 1) {
		const order = round % 2 === 0 ? ["baseline", "candidate"] : ["candidate", "baseline"];
		for (const { command, sides } of lanes) for (const side of order) if (sides[side].step.exitCode === 0) await oneRound(bench, command, side, round, sides[side], findings);
	}
}
async function oneRound(bench, command, side, round, lane, findings) {
	const { run, reading } = await measureOnce(bench, command, side);
	const problems = [...reading.problems];
	if (reading.tests) {
		if (side === "candidate" && round === 0) findings.addTests(reading.tests);
		if (reading.tests.failed > 0) problems.push(`${reading.tests.failed} tests failed`);
	}
	if (reading.coverage && side === "candidate" && round === 0) problems.push(...findings.addCoverage(reading.coverage));
	if (reading.series && run.exitCode === 0 && problems.length === 0) {
		const names = reading.series.map(({ metric }) => metric).sort().join(", ");
		lane.metrics ??= names;
		if (lane.metrics === names) problems.push(...findings.addSeries(reading.series, command.name, side));
		else problems.push(`round ${round + 1} printed ${names}, the rounds before ${lane.metrics}`);
	}
	if (reading.experiments && side === "candidate" && run.exitCode === 0) problems.push(...findings.addExperiments(reading.experiments, command.run));
	lane.add(run, problems);
}
// src/domain/benchmarks/order.ts
const FEW = 64;
function partition(values, from, to) {
	const middle = from + to >> 1;
	const pivot = values[middle] ?? 0;
	values[middle] = values[to] ?? 0;
	let place = from;
	for (let i = from; i < to; i += 1) {
		const value = values[i] ?? 0;
		values[i] = values[place] ?? 0;
		values[place] = value;
		place += Number(value < pivot);
	}
	values[to] = values[place] ?? 0;
	values[place] = pivot;
	return place;
}
function quantile(ascending, p) {
	const last = ascending.length - 1;
	const at = last * p;
	const below = Math.floor(at);
	const low = ascending[below] ?? NaN;
	const high = ascending[Math.min(below + 1, last)] ?? NaN;
	const part = at - below;
	return part === 0 || low === high ? low : low * (1 - part) + high * part;
}
let scratch = new Float64Array(FEW);
function median(values) {
	const { length } = values;
	if (length > scratch.length) scratch = new Float64Array(length);
	for (let i = 0; i < length; i += 1) {
		const value = values[i] ?? NaN;
		if (Number.isNaN(value)) return NaN;
		scratch[i] = value;
	}
	if (length > FEW) return quantile(scratch.subarray(0, length).sort(), .5);
	const middle = length >> 1;
	for (let from = 0, to = length - 1; from < to;) {
		const place = partition(scratch, from, to);
		if (place >= middle) to = place - 1;
		if (place <= middle) from = place + 1;
	}
	const upper = length === 0 ? NaN : scratch[middle] ?? NaN;
	if (length % 2 === 1) return upper;
	let lower = -Infinity;
	for (let i = 0; i < middle; i += 1) {
		const value = scratch[i] ?? 0;
		if (value > lower) lower = value;
	}
	return lower === upper ? lower : lower * .5 + upper * .5;
}
// src/measure/findings.ts
const MOST_METRICS = 200;
const MOST_FAILURES = 50;
function addExperiment(all, one, command) {
	const known = all.get(one.name);
	if (known === void 0) {
		if (all.size === 100) return [`more than 100 experiments`];
		all.set(one.name, {
			...one,
			command
		});
		return [];
	}
	if (known.command !== command) return [`${one.name}: reported by another command already`];
	if (!sameTerms(known, one)) return [`${one.name}: its terms changed between runs`];
	for (const { metric, samples } of one.metrics) {
		const series = known.metrics.find((entry) => entry.metric === metric);
		if (series === void 0) return [`${one.name}: ${metric} was not there in the runs before`];
		series.samples = [...series.samples, ...samples].slice(0, MOST_SAMPLES);
	}
	return [];
}
function createFindings() {
	let tests = null;
	let coverage = null;
	const experiments = new Map();
	const benchmarks = new Map();
	return {
		addTests: (counts) => {
			const sum = tests ?? {
				total: 0,
				passed: 0,
				failed: 0,
				skipped: 0,
				failures: []
			};
			tests = {
				total: sum.total + counts.total,
				passed: sum.passed + counts.passed,
				failed: sum.failed + counts.failed,
				skipped: sum.skipped + counts.skipped,
				failures: [...sum.failures, ...counts.failures].slice(0, MOST_FAILURES)
			};
		},
		addCoverage: (found) => {
			if (coverage !== null) return ["another command reported coverage already; expected one"];
			coverage = found;
			return [];
		},
		addSeries: (series, command, side) => {
			const problems = [];
			for (const { metric, unit, better, values } of series) {
				const known = benchmarks.get(metric);
				if (known === void 0 && benchmarks.size === MOST_METRICS) {
					problems.push(`more than ${MOST_METRICS} metrics; ${metric} is left out`);
					continue;
				}
				const { owner, entry } = known ?? {
					owner: command,
					entry: {
						metric,
						unit,
						better,
						baseline: [],
						candidate: []
					}
				};
				benchmarks.set(metric, {
					owner,
					entry
				});
				const sample = values.every((value) => Number.isFinite(value)) ? median(values) : NaN;
				if (owner !== command) problems.push(`${metric}: reported by ${owner} already`);
				else if (entry.unit !== unit || entry.better !== better) problems.push(`${metric}: unit or direction changed between runs`);
				else if (Number.isNaN(sample)) problems.push(`${metric}: a sample is missing or is no number`);
				else entry[side].push(sample);
			}
			return problems;
		},
		addExperiments: (found, command) => found.flatMap((one) => addExperiment(experiments, one, command)),
		get: () => ({
			tests,
			coverage,
			benchmarks: [...benchmarks.values()].map(({ entry }) => entry),
			...experiments.size === 0 ? {} : { experiments: [...experiments.values()] }
		})
	};
}
// src/measure/identity.ts
function nodeOnPath(env) {
	const found = spawnSync("node", ["--version"], {
		encoding: "utf8",
		env,
		timeout: 3e4
	});
	return found.status === 0 && found.stdout.trim() !== "" ? found.stdout.trim().slice(0, 40) : "none";
}
function runnerIdentity(environment, metal, env) {
	const release = os.release().split(".").slice(0, 2).join(".");
	const cpu = os.cpus()[0]?.model.trim() ?? "";
	return {
		os: `${os.type()} ${release}`.slice(0, 60),
		arch: os.arch().slice(0, 20),
		cpu: (cpu === "" ? "unknown" : cpu).slice(0, 120),
		cores: os.availableParallelism(),
		node: nodeOnPath(env),
		environment,
		metal
	};
}
// src/domain/reports/format-names.ts
const BenchmarkFormatName = _enum([
	"criterion",
	"google-benchmark",
	"pytest-benchmark",
	"hyperfine",
	"vitest-bench",
	"go-bench",
	"baton-json"
]);
const TestFormatName = _enum([
	"junit",
	"tap",
	"cargo-test",
	"vitest-json"
]);
const CoverageFormatName = _enum(["lcov", "cobertura"]);
[
	...BenchmarkFormatName.options,
	...TestFormatName.options,
	...CoverageFormatName.options
];
union([string().regex(/^[\w-]+\/[\w.-]+#[1-9]\d*$/, "expected owner/repo#number, for example acme/widgets#12").brand(), string().regex(/^[\w-]+\/[\w.-]+#0$/, "expected owner/repo#0, for example acme/widgets#0").brand()]);
const Sha = string().regex(/^[0-9a-f]{40}$/, "expected a full git SHA of 40 hex digits").brand();
string().regex(/^[0-9A-Za-z-]{1,64}$/, "expected a delivery GUID").brand();
string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "expected lower-case letters, digits and dashes, at most 40, for example rust-engineer").brand();
string().min(1).max(200).brand();
const Step = strictObject({
	name: string().min(1).max(100),
	command: string().max(2e3),
	exitCode: int(),
	durationMs: number$1().min(0),
	outputTail: string().max(8192)
});
const count = int().min(0);
const Tests = strictObject({
	total: count,
	passed: count,
	failed: count,
	skipped: count,
	failures: array(strictObject({
		name: string().min(1).max(500),
		message: string().max(2e3),
		path: string().min(1).max(400).optional(),
		line: int().min(1).optional()
	})).max(50)
}).refine(({ total, passed, failed, skipped }) => total === passed + failed + skipped, { message: "passed, failed and skipped do not add up to the total" });
const Covered = strictObject({
	covered: count,
	total: count
}).refine(({ covered, total }) => covered <= total, { message: "more is covered than there is" });
const Coverage = strictObject({
	lines: Covered,
	branches: Covered.optional(),
	functions: Covered.optional()
});
const Benchmark = strictObject({
	metric: string().regex(/^[\w.-]{1,80}$/),
	unit: string().min(1).max(20),
	better: _enum(["lower", "higher"]),
	baseline: array(number$1()).max(1e3),
	candidate: array(number$1()).max(1e3)
});
const MetalProbe = strictObject({
	device: string().min(1).max(120),
	family: string().min(1).max(40),
	os: string().min(1).max(60),
	verified: boolean(),
	detail: string().max(500)
});
const RunnerIdentity = strictObject({
	os: string().max(60),
	arch: string().max(20),
	cpu: string().max(120),
	cores: int().min(1),
	node: string().max(40),
	environment: _enum([
		"github-hosted",
		"self-hosted",
		"unknown"
	]),
	metal: union([MetalProbe, string().min(1).max(500)]).nullable()
});
const Capability = _enum(["metal"]);
const PlatformName = string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "expected lower-case letters, digits and dashes, at most 40");
const PlatformRequest = strictObject({
	name: PlatformName,
	runner: union([string().min(1).max(100), array(string().min(1).max(100)).min(1).max(10)]),
	requires: array(Capability).max(5)
});
const WorkflowResult = strictObject({
	version: literal(2),
	kind: _enum(["validate", "benchmark"]),
	platform: PlatformName,
	nonce: string().regex(/^[\w-]{8,64}$/),
	headSha: Sha,
	baseSha: Sha,
	runner: RunnerIdentity,
	startedAt: datetime(),
	finishedAt: datetime(),
	steps: array(Step).max(100),
	tests: Tests.nullable(),
	coverage: Coverage.nullable(),
	benchmarks: array(Benchmark).max(200),
	experiments: array(Experiment).max(100).optional()
});
const WorkflowKind = _enum(["validate", "benchmark"]);
const REPORT_FORMATS = {
	benchmark: ["baton-json", ...BenchmarkFormatName.exclude(["baton-json"]).options],
	test: ["tap", ...TestFormatName.exclude(["tap"]).options],
	coverage: CoverageFormatName.options
};
const ReportFormat = _enum([
	"none",
	...REPORT_FORMATS.benchmark,
	...REPORT_FORMATS.test,
	...REPORT_FORMATS.coverage
]);
const WorkflowPlan = strictObject({
	setup: array(string().min(1).max(2e3)).max(10),
	commands: array(strictObject({
		name: string().min(1).max(100),
		run: string().min(1).max(2e3),
		report: ReportFormat,
		path: string().min(1).max(200).optional()
	})).min(1).max(90),
	rounds: int().min(1).max(200)
});
// src/measure/metal.ts
const LONGEST_REASON = 500;
const ProbeOutput = union([strictObject({
	available: literal(true),
	...MetalProbe.shape
}), strictObject({
	available: literal(false),
	reason: string().min(1)
})]);
function metalOf(requires, printed) {
	if (!requires.includes("metal")) return {
		identity: null,
		refusal: void 0
	};
	const found = parse(printed);
	if (typeof found === "string") {
		const reason = found.slice(0, LONGEST_REASON);
		return {
			identity: reason,
			refusal: `this machine has no usable Metal: ${reason}`
		};
	}
	if (found.verified) return {
		identity: found,
		refusal: void 0
	};
	const detail = found.detail === "" ? "no detail" : found.detail;
	return {
		identity: found,
		refusal: `Metal computed something else than the CPU on ${found.device}: ${detail}`
	};
}
function parse(printed) {
	if (printed.trim() === "") return "the probe did not run";
	let value;
	try {
		value = JSON.parse(printed);
	} catch {
		return `the probe printed no JSON: ${printed.trim().slice(0, 200)}`;
	}
	const output = ProbeOutput.safeParse(value);
	if (!output.success) return `the probe printed something unexpected: ${prettifyError(output.error)}`;
	if (!output.data.available) return output.data.reason;
	const { device, family, os, verified, detail } = output.data;
	return {
		device,
		family,
		os,
		verified,
		detail
	};
}
// src/measure/request.ts
const DEFAULT_TIMEOUT_SECONDS = 1800;
const MOST_SECONDS = 2e6;
const Nonce = string().regex(/^[\w-]{8,64}$/, "expected 8 to 64 letters, digits, - or _");
const Environment = _enum([
	"github-hosted",
	"self-hosted",
	"unknown"
]);
const Seconds = number().positive().max(MOST_SECONDS);
function readRequest(env) {
	const problems = [];
	const input = (name) => env[`INPUT_${name.toUpperCase()}`] ?? "";
	const check = (name, schema, value) => {
		const parsed = schema.safeParse(value);
		if (parsed.success) return parsed.data;
		for (const issue of parsed.error.issues) {
			const where = [name, ...issue.path.map(String)].join(".");
			problems.push(`${where}: ${show(issue.path.length === 0 ? value : void 0)}${issue.message}`);
		}
	};
	const json = (name, schema) => {
		try {
			return check(name, schema, JSON.parse(input(name)));
		} catch (error) {
			problems.push(`${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
			return;
		}
	};
	const kind = check("kind", WorkflowKind, input("kind"));
	const nonce = check("nonce", Nonce, input("nonce"));
	const headSha = check("sha", Sha, input("sha"));
	const baseSha = check("base_sha", Sha, input("base_sha"));
	const plan = json("plan", WorkflowPlan);
	const count = plan === void 0 ? 0 : stepsOf(plan, kind);
	if (count > 100) problems.push(`plan: it makes ${count} steps, set-up and every side of a command; expected at most 100`);
	const platform = json("platform", PlatformRequest);
	const environment = check("environment", Environment, input("environment") || "unknown");
	const seconds = check("timeout_seconds", Seconds, input("timeout_seconds") || DEFAULT_TIMEOUT_SECONDS);
	if (kind === void 0 || nonce === void 0 || headSha === void 0 || baseSha === void 0 || plan === void 0 || platform === void 0 || count > 100 || environment === void 0 || seconds === void 0) throw new RequestError(problems.join("\n"));
	return {
		kind,
		nonce,
		headSha,
		baseSha,
		plan,
		platform,
		environment,
		metal: input("metal"),
		timeoutMs: seconds * 1e3
	};
}
const stepsOf = ({ setup, commands }, kind) => setup.length + commands.length * (kind === "benchmark" ? 2 : 1);
const show = (value) => value === void 0 ? "" : value === "" ? "missing; " : `is ${JSON.stringify(value).slice(0, 80)}; `;
// src/measure/result-file.ts
const NAME = "baton-result.json";
function writeResult(result, env) {
	const checked = WorkflowResult.safeParse(result);
	if (!checked.success) throw new RequestError(`the result does not fit its schema: ${prettifyError(checked.error)}`);
	const temp = realpathSync(env["RUNNER_TEMP"] ?? tmpdir());
	const file = join(mkdtempSync(join(temp, "baton-")), NAME);
	writeFileSync(file, `${JSON.stringify(checked.data, null, 2)}\n`, { flag: "wx" });
	return file;
}
// src/measure/set-up.ts
async function setUp(bench, commands, sides, steps) {
	for (const [index, run] of commands.entries()) {
		const { step, add } = createStep(`set-up ${index + 1}`, run);
		steps.push(step);
		for (const directory of sides) add(await runCommand({
			...bench,
			run,
			directory,
			reportBytes: 0
		}));
		if (step.exitCode !== 0) return false;
	}
	return true;
}
// src/measure/shell.ts
function findBash(platform, path, exists = existsSync) {
	if (platform !== "win32") return "bash";
	for (const folder of path.split(";").filter((entry) => entry !== "")) {
		if (!exists(win32.join(folder, "git.exe"))) continue;
		for (const up of ["..", "..\\.."]) {
			const bash = win32.join(folder, up, "bin", "bash.exe");
			if (exists(bash)) return bash;
		}
	}
}
// src/measure/summary.ts
const cell = (text) => text.replaceAll("|", "\\|").replaceAll(/[\r\n]+/g, " ");
function summarise(result, failed, refusal) {
	const { tests, coverage } = result;
	const sentences = [
		...refusal === void 0 ? [] : [`Nothing was run: ${cell(refusal)}.`],
		...tests === null ? [] : [`Tests: ${tests.passed} of ${tests.total} passed, ${tests.failed} failed, ${tests.skipped} skipped.`],
		...coverage === null ? [] : [`Coverage: ${coverage.lines.covered} of ${coverage.lines.total} lines.`]
	];
	const rows = result.steps.map((step) => `| ${cell(step.name)} | ${step.exitCode} | ${(step.durationMs / 1e3).toFixed(2)} |`);
	return [
		`### baton ${result.kind} on ${result.platform}: ${failed ? "failed" : "passed"}`,
		"",
		...sentences.flatMap((sentence) => [sentence, ""]),
		...rows.length === 0 ? [] : [
			"| Command | Exit code | Seconds |",
			"|---|---|---|",
			...rows,
			""
		]
	].join("\n");
}
// src/measure/validate.ts
async function validate(bench, plan, findings, steps) {
	for (const command of plan.commands) {
		const { step, add } = createStep(command.name, command.run);
		steps.push(step);
		const { run, reading } = await measureOnce(bench, command, "candidate");
		const problems = [...reading.problems];
		if (reading.tests) {
			findings.addTests(reading.tests);
			if (reading.tests.failed > 0) problems.push(`${reading.tests.failed} tests failed`);
		}
		if (reading.coverage) problems.push(...findings.addCoverage(reading.coverage));
		if (reading.series) problems.push(...findings.addSeries(reading.series, command.name, "candidate"));
		if (reading.experiments) problems.push(...findings.addExperiments(reading.experiments, command.run));
		add(run, problems);
	}
}
// src/measure/workflow-commands.ts
const say = (line) => void process.stdout.write(`${line}\n`);
const escaped = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
function sayError(text) {
	for (const line of text.split("\n")) say(`::error::${escaped(line)}`);
}
function stopCommands() {
	const resume = randomUUID();
	say(`::stop-commands::${resume}`);
	return () => say(`::${resume}::`);
}
function setOutput(env, name, value) {
	const file = env["GITHUB_OUTPUT"];
	const end = `end-${randomUUID()}`;
	if (file !== void 0 && file !== "") appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`);
}
function addSummary(env, markdown) {
	const file = env["GITHUB_STEP_SUMMARY"];
	if (file !== void 0 && file !== "") appendFileSync(file, markdown);
}
// src/measure/measure.ts
async function measure(env) {
	try {
		return await carryOut(env);
	} catch (error) {
		if (!(error instanceof RequestError)) throw error;
		sayError(error.message);
		return 2;
	}
}
async function carryOut(env) {
	const request = readRequest(env);
	const both = request.kind === "benchmark";
	checkCheckout("candidate", request.headSha);
	if (both) checkCheckout("baseline", request.baseSha);
	const bash = findBash(process.platform, env["PATH"] ?? env["Path"] ?? "");
	if (bash === void 0) throw new RequestError("bash was not found; install Git for Windows with its bash");
	const metal = metalOf(request.platform.requires, request.metal);
	const startedAt = new Date().toISOString();
	const identity = runnerIdentity(request.environment, metal.identity, env);
	const steps = [];
	const [excused, findings] = [new Set(), createFindings()];
	if (metal.refusal === void 0) {
		const bench = {
			bash,
			timeoutMs: request.timeoutMs,
			env
		};
		const resume = stopCommands();
		const ready = await setUp(bench, request.plan.setup, both ? ["baseline", "candidate"] : ["candidate"], steps);
		if (ready && both) await benchmark(bench, request.plan, findings, steps, excused);
		else if (ready) await validate(bench, request.plan, findings, steps);
		resume();
	} else sayError(metal.refusal);
	const result = {
		version: 2,
		kind: request.kind,
		platform: request.platform.name,
		nonce: request.nonce,
		headSha: request.headSha,
		baseSha: request.baseSha,
		runner: identity,
		startedAt,
		finishedAt: new Date().toISOString(),
		steps,
		...findings.get()
	};
	const failed = metal.refusal !== void 0 || steps.some((step) => step.exitCode !== 0 && !excused.has(step));
	setOutput(env, "result", writeResult(result, env));
	addSummary(env, summarise(result, failed, metal.refusal));
	return failed ? 1 : 0;
}
// src/measure/measure-action.ts
process.exitCode = await measure(process.env);
export {};
