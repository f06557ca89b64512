import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { backgroundFolder, startBackground, stopBackground } from './background.ts';
import { runningFolder, type RunningState } from './running.ts';

const usage = `Usage: npm run control-plane -- <command>

  start [--nodes N]   start a control plane in the background (2 fake nodes) and print where it is
  status              say whether it runs
  stop                stop it`;

// The command line of the harness: a control plane by hand, for kubectl, for a debugger, or for many test runs.
const { positionals, values } = parseArgs({ allowPositionals: true, options: { nodes: { type: 'string', default: '2' }, help: { type: 'boolean' } } });
process.exitCode = await main(positionals[0]);

async function main(command: string | undefined): Promise<number> {
  switch (command) {
    case 'start':
      print(await startBackground(Number(values.nodes)));
      return 0;
    case 'status': {
      const state = runningFolder(backgroundFolder());
      if (state === undefined) console.log('no control plane runs');
      else print(state);
      return state === undefined ? 1 : 0;
    }
    case 'stop':
      console.log((await stopBackground()) ? 'stopped' : 'no control plane runs');
      return 0;
    default:
      console.error(usage);
      return values.help ? 0 : 2;
  }
}

function print(state: RunningState): void {
  const folder = backgroundFolder();
  console.log(`Kubernetes ${state.version} at ${state.server}, process ${state.pid}`);
  console.log(`kubeconfig: ${join(folder, 'admin.kubeconfig')}`);
  console.log(`audit log:  ${join(folder, 'audit.log')}`);
  console.log(`for tests:  export SHERPACK_CONTROL_PLANE=${folder}`);
}
