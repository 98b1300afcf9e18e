// `npm test`: sets everything up, then runs every level and ends with one line "N passed, N failed".
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowsers, ensureDependencies, projectEnv, projectNode, root } from './setup.mjs';
import { ensureTryton } from './tryton.mjs';

ensureDependencies();
ensureBrowsers(['chromium', 'firefox']);
ensureTryton();

const full = process.argv.includes('--full');
const env = projectEnv(full ? { FULL: '1' } : {});
const reports = mkdtempSync(join(tmpdir(), 'sidelight-tests-'));
const total = { passed: 0, failed: 0, skipped: 0 };

const checked = spawnSync(projectNode(), ['scripts/check.mjs', '--count', join(reports, 'check.json')], {
  cwd: root,
  stdio: 'inherit',
  env,
});
count('check', checked.status, 'check.json', (report) => report);

for (const project of ['unit', 'contract', 'browser']) {
  const file = `${project}.json`;
  const outputFile = join(reports, file);
  process.stdout.write(`\n── ${project} ──\n`);
  const run = spawnSync(
    projectNode(),
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${outputFile}`,
    ],
    { cwd: root, stdio: 'inherit', env },
  );
  count(project, run.status, file, (report) => ({
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles(report),
    skipped: report.numPendingTests + report.numTodoTests,
  }));
}

rmSync(reports, { recursive: true, force: true });
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}\n`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

/** A file that does not even load has no tests to count, but it is a failure. */
function brokenFiles(report) {
  return report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
}

function count(name, status, file, read) {
  try {
    const { passed, failed, skipped = 0 } = read(JSON.parse(readFileSync(join(reports, file), 'utf8')));
    total.passed += passed;
    total.skipped += skipped;
    // A run that says no by its exit code alone (an unhandled error, say) must not end green.
    total.failed += failed === 0 && status !== 0 ? 1 : failed;
  } catch {
    process.stderr.write(`${name} ended without a report\n`);
    total.failed += 1;
  }
}
