import { invalidParameter } from './errors.js';

const KEY = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;
const MAXIMUM_DEPTH = 8;

/**
 * Decodes `a[b][0][c]=x&d[]=y` into a tree of Maps with string leaves. Maps rather than objects, because what is a list
 * and what is a hash only the parameter's schema knows (`metadata[0]=x` is a hash), and because keys come from outside.
 */
export function decodeForm(text) {
  const root = new Map();
  for (const [key, value] of new URLSearchParams(text)) insert(root, key, value);
  return root;
}

function insert(root, key, value) {
  const tokens = tokenize(key);
  if (tokens.length > MAXIMUM_DEPTH) throw invalidParameter('Parameters are nested too deeply.', tokens[0]);

  let node = root;
  for (const token of tokens.slice(0, -1)) {
    const name = token === '' ? String(node.size) : token;
    const child = node.get(name) ?? new Map();
    if (!(child instanceof Map)) throw invalidParameter('Invalid hash', tokens[0]);
    node.set(name, child);
    node = child;
  }

  const last = tokens.at(-1) === '' ? String(node.size) : tokens.at(-1);
  if (node.get(last) instanceof Map) throw invalidParameter('Invalid string', tokens[0]);
  node.set(last, value);
}

function tokenize(key) {
  const match = KEY.exec(key);
  // A malformed key stays whole, and is then refused as the unknown parameter it is.
  if (!match) return [key];
  const brackets = [...match[2].matchAll(/\[([^[\]]*)\]/g)].map(([, inner]) => inner);
  return [match[1], ...brackets];
}

/** One text per meaning of a form: the same parameters in another order are the same request. */
export function canonicalForm(text) {
  return JSON.stringify([...new URLSearchParams(text)].sort(([a], [b]) => (a < b ? -1 : Number(a > b))));
}
