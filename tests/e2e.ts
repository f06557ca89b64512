import { spawn } from 'node:child_process';
import { findControlPlane } from '@sherpack/control-plane/find';
import { startControlPlane } from '@sherpack/control-plane/start';

/**
 * `npm run test:e2e [-- --full] [FILES]`: builds the control plane once for the machine, starts one for the run, and runs
 * every end-to-end test on it. `--full` runs long series whole; without it a sample of them, drawn with SHERPACK_SEED.
 */
async function main(): Promise<number> {
  const files = process.argv.slice(2).filter((argument) => argument !== '--full');
  const full = process.argv.includes('--full') ? { SHERPACK_FULL: '1' } : {};
  const found = findControlPlane();
  if (!found.available) process.stderr.write(`The tests on a control plane are skipped: ${found.reason}\n`);
  // An environment that names a control plane or a cluster is obeyed by the suites themselves.
  if (!found.available || found.source === 'kubeconfig' || found.source === 'running') return runTests(files, full);
  const controlPlane = await startControlPlane();
  try {
    return await runTests(files, { ...full, SHERPACK_CONTROL_PLANE: controlPlane.folder });
  } finally {
    await controlPlane.stop();
  }
}

function runTests(files: readonly string[], env: Readonly<Record<string, string>>): Promise<number> {
  const vitest = spawn('npx', ['vitest', 'run', '--project', 'e2e', ...files], { stdio: 'inherit', env: { ...process.env, ...env } });
  return new Promise((resolve) => { vitest.on('exit', (code) => resolve(code ?? 1)); });
}

process.exitCode = await main();
