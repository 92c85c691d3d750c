// Reads the test runners' own result files (.trx of dotnet test, .tap of node --test).
// usage: test-results.mjs count FILE | has-tests FILE | has-failures FILE | summary [--none-is-fine] FILE…
import { existsSync, readFileSync } from 'node:fs';

const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const plain = (xml) => xml
  .replace(/&#x([0-9a-f]+);/gi, (_, hex) => String.fromCodePoint(parseInt(hex, 16)))
  .replace(/&#(\d+);/g, (_, decimal) => String.fromCodePoint(Number(decimal)))
  .replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => entities[name]);

function readTrx(text) {
  const counters = text.match(/<Counters ([^>]*)\/?>/)?.[1];
  if (!counters) return null;
  const count = (name) => Number(counters.match(new RegExp(`\\b${name}="(\\d+)"`))?.[1] ?? 0);
  const failed = ['failed', 'error', 'timeout', 'aborted'].reduce((sum, name) => sum + count(name), 0);
  // The logger leaves notExecuted at 0: skipped tests are those that are in the total and were not executed.
  return { passed: count('passed'), failed, skipped: count('total') - count('executed'), failures: trxFailures(text) };
}

function trxFailures(text) {
  const failures = [];
  for (const [, attributes, body] of text.matchAll(/<UnitTestResult ([^>]*[^/])>([\s\S]*?)<\/UnitTestResult>/g)) {
    if (!/\boutcome="(Failed|Error|Timeout|Aborted)"/.test(attributes)) continue;
    const inside = (tag) => plain(body.match(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`))?.[1] ?? '');
    const name = plain(attributes.match(/\btestName="([^"]*)"/)?.[1] ?? '?');
    failures.push({ name, message: inside('Message'), trace: inside('StackTrace') });
  }
  return failures;
}

function readTap(text) {
  const count = (name) => Number(text.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1] ?? 0);
  if (!/^# pass \d+$/m.test(text)) return null;
  const failures = [...text.matchAll(/^\s*not ok \d+ - (.*)$/gm)].map(([, name]) => ({ name, message: '', trace: '' }));
  return {
    passed: count('pass'), failed: count('fail') + count('cancelled'), skipped: count('skipped') + count('todo'), failures,
  };
}

function read(file) {
  const nothing = { passed: 0, failed: 0, skipped: 0, failures: [] };
  if (!existsSync(file)) return nothing;
  const text = readFileSync(file, 'utf8');
  return (file.endsWith('.tap') ? readTap(text) : readTrx(text)) ?? nothing;
}

const indent = (text) => text.trimEnd().split('\n').slice(0, 25).map((line) => `    ${line}`).join('\n');
const line = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

function summary(files, noneIsFine) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const file of files) {
    const result = read(file);
    for (const key of Object.keys(total)) total[key] += result[key];
    for (const { name, message, trace } of result.failures) {
      console.log(`\nFAILED ${name}`);
      for (const part of [message, trace]) if (part.trim()) console.log(indent(part));
    }
  }
  const nothingRan = total.passed + total.failed === 0 && !noneIsFine;
  if (nothingRan) console.log('no test ran');
  console.log(line(total));
  return total.failed > 0 || nothingRan ? 1 : 0;
}

const [verb, ...files] = process.argv.slice(2);
if (verb === 'count') console.log(line(read(files[0])));
else if (verb === 'has-tests') process.exitCode = Object.values(read(files[0])).some((count) => count > 0) ? 0 : 1;
else if (verb === 'has-failures') process.exitCode = read(files[0]).failed > 0 ? 0 : 1;
else if (verb === 'summary') process.exitCode = summary(files.filter((file) => !file.startsWith('--')), files.includes('--none-is-fine'));
else process.exitCode = 2;
