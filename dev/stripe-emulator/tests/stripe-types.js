import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Where Stripe's own client describes its objects; the emulator is held to that. */
const RESOURCES = path.join(path.dirname(createRequire(import.meta.url).resolve('stripe')), 'resources');

/**
 * How an object differs from its TypeScript interface, as texts: fields that are missing, unknown, or null where they
 * cannot be. Hashes within it are compared as well, as far as the interface names them.
 */
export function differences(object, file, interfaceName) {
  const source = fs.readFileSync(path.join(RESOURCES, `${file}.d.ts`), 'utf8').replaceAll(/\/\*\*[\s\S]*?\*\//g, '');
  return compare(object, interfaceName, scopeOf(source, interfaceName), interfaceName, source);
}

function compare(object, name, scope, at, outer) {
  const fields = fieldsOf(outer, name);
  if (!fields) throw new Error(`Stripe's client describes no ${at}.`);
  const unknown = Object.keys(object).filter((key) => !fields.has(key)).map((key) => `${at}.${key} is unknown`);
  const wrong = [...fields].flatMap(([key, { isOptional, type }]) => {
    const value = object[key];
    if (value === undefined) return isOptional ? [] : [`${at}.${key} is missing`];
    if (value === null) return /\bnull\b/.test(type) ? [] : [`${at}.${key} is null`];
    return within(value, type, scope, `${at}.${key}`);
  });
  return [...unknown, ...wrong];
}

/** Looks into a value whose type is an interface of this one's namespace, or a list of such. */
function within(value, type, scope, at) {
  const inner = /\b(?:\w+\.)*(\w+)(?=\b)/.exec(type.replaceAll(/Array<|ApiList<|>|\s|\|?null/g, ''))?.[1];
  const isOwn = /\b\w+\.\w+/.test(type) && inner && fieldsOf(scope, inner);
  if (!isOwn) return [];
  const items = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === 'object' && item !== null).flatMap((item) => compare(item, inner, scopeOf(scope, inner), at, scope));
}

function fieldsOf(source, name) {
  const body = blockAfter(source, new RegExp(`(?:^|\\n)\\s*(?:export )?interface ${name} \\{`));
  if (body === null) return null;
  return new Map([...body.matchAll(/^\s*(\w+)(\?)?: ([^;{]+)[;{]/gm)].map(([, field, optional, type]) => [field, { isOptional: Boolean(optional), type }]));
}

function scopeOf(source, name) {
  return blockAfter(source, new RegExp(`(?:^|\\n)\\s*(?:export declare )?namespace ${name} \\{`)) ?? '';
}

/** The text between the brace at the end of a match and its partner; null if nothing matches. Namespaces within others may have the same name: the outermost counts. */
function blockAfter(source, pattern) {
  const matches = [...source.matchAll(new RegExp(pattern, 'g'))];
  const match = matches.find(({ index }) => depthAt(source, index) === 0) ?? matches[0];
  if (!match) return null;
  const start = match.index + match[0].length;
  let depth = 1;
  let end = start;
  while (depth > 0) {
    if (source[end] === '{') depth += 1;
    if (source[end] === '}') depth -= 1;
    end += 1;
  }
  return source.slice(start, end - 1);
}

function depthAt(source, index) {
  return [...source.slice(0, index)].reduce((depth, letter) => depth + Number(letter === '{') - Number(letter === '}'), 0);
}
