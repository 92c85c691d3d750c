// Writes docs/third-party.md: every component that is not ours, with its version and licence. Works offline, from the restored NuGet packages, the
// package locks of npm and the fonts themselves.
// usage: third-party.mjs [--check]   --check: writes nothing, and fails when the document is not current
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const document = 'docs/third-party.md';
const shipped = ['ESchool.Api', 'ESchool.Workers'];
const fontFolder = 'src/Application/Typesetting/Fonts';
const packageLocks = {
  'clients/typescript': 'The TypeScript client. Its users need what is not marked *development*.',
  dev: 'The development stack: mail server, OpenID provider, Stripe emulator, buf. Nothing of it is shipped.',
  'bench/peers': 'What the bench measures the school beside. Nothing of it is shipped.',
};

const fail = (message) => {
  console.error(message);
  process.exit(1);
};
const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const byText = (left, right) => (left < right ? -1 : left > right ? 1 : 0);

/** Every package that a project was restored with, as `id/version`, and the folders where packages are. */
function restored(project) {
  const file = `artifacts/obj/${project}/project.assets.json`;
  if (!existsSync(file)) fail(`${project} is not restored: dotnet restore ESchool.sln`);
  const { libraries, packageFolders } = JSON.parse(readFileSync(file, 'utf8'));
  const names = Object.entries(libraries).filter(([, library]) => library.type === 'package').map(([name]) => name);
  return { names, folders: Object.keys(packageFolders) };
}

/** The licence that a package names: an SPDX expression, or an address where it is. */
function nugetLicence(name, folders) {
  const [id, version] = name.toLowerCase().split('/');
  const folder = folders.map((root) => join(root, id, version)).find((path) => existsSync(path)) ?? fail(`${name} is not restored: dotnet restore ESchool.sln`);
  const nuspec = readFileSync(join(folder, `${id}.nuspec`), 'utf8');
  const [, type, licence] = nuspec.match(/<license type="(\w+)"[^>]*>([^<]+)<\/license>/) ?? [];
  if (type === 'expression') return licence;
  const [, url] = nuspec.match(/<licenseUrl>([^<]+)<\/licenseUrl>/) ?? [];
  const text = type === 'file' ? readFileSync(join(folder, licence.replaceAll('\\', '/')), 'utf8') : '';
  return knownText(text) ?? (url && !url.includes('aka.ms/deprecateLicenseUrl') ? url : licence ? `in the package: ${licence}` : 'not named in the package');
}

/** The SPDX name of a licence by its wording. */
function knownText(text) {
  const words = text.replace(/\s+/g, ' ');
  if (/GNU Lesser General Public License/i.test(words)) return 'LGPL-3.0-or-later';
  if (/LGPLv3/.test(words)) return 'LGPL-3.0-only';
  if (/Apache License,? Version 2\.0/i.test(words)) return 'Apache-2.0';
  if (/Permission is hereby granted, free of charge/.test(words)) return 'MIT';
  if (/Redistributions? of source code must retain/.test(words)) return /Neither the name/i.test(words) ? 'BSD-3-Clause' : 'BSD-2-Clause';
  return undefined;
}

function nugetPackages() {
  const solution = readFileSync('ESchool.sln', 'utf8');
  const projects = [...solution.matchAll(/"([^"]+)\.csproj"/g)].map(([, path]) => basename(path.replaceAll('\\', '/')));
  const all = projects.map((project) => ({ project, ...restored(project) }));
  const folders = [...new Set(all.flatMap((project) => project.folders))];
  const isShipped = new Set(all.filter(({ project }) => shipped.includes(project)).flatMap(({ names }) => names));
  const rows = (names) => names.sort(byText).map((name) => [...name.split('/'), nugetLicence(name, folders)]);
  const names = [...new Set(all.flatMap((project) => project.names))];
  return { shipped: rows(names.filter((name) => isShipped.has(name))), other: rows(names.filter((name) => !isShipped.has(name))) };
}

function npmPackages(folder) {
  const { packages } = JSON.parse(readFileSync(`${folder}/package-lock.json`, 'utf8'));
  const rows = Object.entries(packages).filter(([path]) => path !== '').map(([path, { version, license, dev }]) =>
    [path.split('node_modules/').at(-1), version, `${license ?? 'not named in the package'}${dev ? ', *development*' : ''}`].join('\t'));
  return [...new Set(rows)].sort(byText).map((row) => row.split('\t'));
}

/** A text of a font's `name` table, in any of the encodings that Windows uses. */
function fontName(bytes, id) {
  const start = bytes.toString('latin1', 0, 4) === 'ttcf' ? bytes.readUInt32BE(12) : 0;
  const tables = Array.from({ length: bytes.readUInt16BE(start + 4) }, (_, index) => start + 12 + index * 16);
  const names = tables.find((at) => bytes.toString('latin1', at, at + 4) === 'name');
  const at = bytes.readUInt32BE(names + 8);
  const strings = at + bytes.readUInt16BE(at + 4);
  for (let record = at + 6; record < at + 6 + bytes.readUInt16BE(at + 2) * 12; record += 12) {
    if (bytes.readUInt16BE(record) === 3 && bytes.readUInt16BE(record + 6) === id) {
      const from = strings + bytes.readUInt16BE(record + 10);
      return Buffer.from(bytes.subarray(from, from + bytes.readUInt16BE(record + 8))).swap16().toString('utf16le').replace(/\s+/g, ' ').trim();
    }
  }

  return '';
}

/** Fonts under a licence of their own; all others are under the Open Font License, and named in OFL.txt. */
const fontLicences = { 'DejaVuSans.ttf': 'Bitstream-Vera', 'HanaMinA-Rare.ttf': 'Hanazono', 'WenQuanYiMicroHei.ttc': 'Apache-2.0' };

function fonts() {
  const version = 5;
  const named = readFileSync(join(fontFolder, 'OFL.txt'), 'utf8');
  const licence = (file) => fontLicences[file] ?? (named.includes(file) || file.startsWith('Noto') ? 'OFL-1.1' : fail(`${file}: its licence is not named in OFL.txt`));
  return readdirSync(fontFolder).filter((file) => /\.tt[fc]$/.test(file)).sort(byText)
    .map((file) => [file, fontName(readFileSync(join(fontFolder, file)), version).replace(/^Version /, '').replace(/[;,].*$/, ''), licence(file)]);
}

function compose() {
  const nuget = nugetPackages();
  const head = ['component', 'version', 'licence'];
  const npm = Object.entries(packageLocks).map(([folder, purpose]) => `### ${folder}\n\n${purpose}\n\n${table(head, npmPackages(folder))}\n`);
  return `# Third-party components

Made by \`node dev/commands/third-party.mjs\` from the restored packages; \`./eschool lint\` checks that it is current. Licences are SPDX names as the packages give them, or where to find them.

## Shipped with the programs

NuGet packages of Api and Workers, those they depend on included.

${table(head, nuget.shipped)}

Besides: .NET (MIT), and on the machine ffmpeg, ICU, Postgres, Redis and an S3 storage.

## Fonts

In \`${fontFolder}\`, embedded in certificates and receipts; the texts of the licences are beside them.

${table(['font', 'version', 'licence'], fonts())}

## Data

| what | source and licence |
|---|---|
| \`src/Application/Identity/Passwords/common-passwords.txt\` | \`common-passwords-LICENSE.txt\` beside it |
| \`protos/vendor/google\` | Google's common types, Apache-2.0 |

## Used to build and test

NuGet packages of tests, demo and bench only.

${table(head, nuget.other)}

## npm

${npm.join('\n')}`;
}

const text = compose();
if (!process.argv.includes('--check')) writeFileSync(document, text);
else if (!existsSync(document) || readFileSync(document, 'utf8') !== text) fail(`${document} is not current: node dev/commands/third-party.mjs`);
