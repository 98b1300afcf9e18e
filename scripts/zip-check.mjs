// `node scripts/zip-check.mjs`: does what a store's reviewer does. Unpacks the sources zip into an empty folder, installs what the
// lock file says, builds, and compares every file with those in the Chrome and Firefox zips. Takes the zips that
// `npm run zip` left in .output, or makes them.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { ensureDependencies, must, projectEnv, root } from './setup.mjs';

const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const zip = (part) => join(root, '.output', `${name}-${version}-${part}.zip`);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const BROWSERS = ['chrome', 'firefox'];

if (process.argv.includes('--make') || ![...BROWSERS, 'sources'].every((part) => existsSync(zip(part)))) {
  ensureDependencies();
  must(npm, ['run', 'zip'], { env: projectEnv() });
}

const folder = mkdtempSync(join(tmpdir(), 'sidelight-sources-'));
try {
  for (const [file, bytes] of unpacked(zip('sources'))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), bytes);
  }
  run(['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  run(['run', 'build']);
  const differences = BROWSERS.flatMap((browser) => compare(browser, unpacked(zip(browser)), join(folder, '.output', `${browser}-mv3`)));
  if (differences.length > 0) {
    process.stderr.write(`\nThe sources build other files:\n${differences.join('\n')}\n`);
    // Not exit(): the folder has to go.
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** A step in the unpacked folder, quiet unless it fails. */
function run(args) {
  const { status, stdout, stderr } = spawnSync(npm, args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed in the unpacked sources\n${stdout}\n${stderr}`);
}

/** Sentences on what differs between a zip and a folder; says how many files are the same. */
function compare(browser, packed, built) {
  const rebuilt = new Map(
    readdirSync(built, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(built.length + 1).replaceAll('\\', '/'), readFileSync(path)]),
  );
  const found = [...new Set([...packed.keys(), ...rebuilt.keys()])]
    .filter((file) => hash(packed.get(file)) !== hash(rebuilt.get(file)))
    .map((file) => `  ${browser}: ${file} ${!packed.has(file) ? 'is not in the zip' : !rebuilt.has(file) ? 'was not built' : 'differs'}`);
  process.stdout.write(`${browser}: ${packed.size - found.length} of ${packed.size} files are the same\n`);
  return found;
}

function hash(bytes) {
  return bytes && createHash('sha256').update(bytes).digest('hex');
}

/** Files of a zip by name. Reads the central directory; stored and deflated entries, which is all that WXT writes. */
function unpacked(path) {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(start, start + size);
    const file = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    if (!file.endsWith('/')) files.set(file, method === 0 ? content : inflateRawSync(content));
    at += 46 + nameLength + extra + comment;
  }
  return files;
}
