import { clock, defineCommand } from '@sherpack/plugin-api';
import { startDaemon } from '../daemon.ts';
import { foregroundCommand } from '../foreground-command.ts';
import { findRunning } from '../running-server.ts';
import { sandboxes } from '../sandboxes.ts';
import { serve } from '../serve.ts';
import { linesOf, stateOf } from '../state.ts';
import { untilAborted } from '../until-aborted.ts';

export const command = defineCommand({
  description: 'Serves a sandbox on 127.0.0.1 until "sherpack sandbox stop", so that several commands, kubectl and helm can use it at once.',
  uses: { sandboxes, clock },
  options: {
    name: { type: 'string', placeholder: 'NAME', description: 'Which sandbox' },
    port: { type: 'number', placeholder: 'PORT', description: 'Port to listen on; a free one unless given' },
    kubeVersion: { type: 'string', placeholder: 'VERSION', description: 'Version of Kubernetes that it says it has' },
    controllers: { type: 'string', choices: ['on', 'off'], default: 'on', description: 'Whether Deployments make pods and so on' },
    foreground: { type: 'boolean', description: 'Stay here until Ctrl-C' },
  },
  examples: [{ command: 'sherpack sandbox start && export KUBECONFIG=…', does: 'serves the sandbox and lets kubectl use it' }],
  async run({ options, services, terminal, log, signal, print }) {
    const all = await services.sandboxes();
    const sandbox = all.find(options.name);
    const already = await findRunning(sandbox);
    if (already !== undefined) log.info(`the sandbox "${sandbox.name}" is served already`);
    const config = { ...all.config, ...(options.kubeVersion === undefined ? {} : { kubeVersion: options.kubeVersion }), ...(options.controllers === 'off' ? { controllers: false } : {}) };
    const served = options.foreground === true && already === undefined ? await serve(sandbox, { port: options.port, config }) : undefined;
    if (served === undefined && already === undefined) {
      await startDaemon(sandbox, foregroundCommand({ ...options, name: sandbox.name }), await services.clock(), signal);
    }
    const state = await stateOf(sandbox);
    await print(state, () => terminal.write(`${linesOf(state)}\nexport KUBECONFIG=${state.kubeconfig ?? ''}\n`));
    if (served !== undefined) await untilAborted(signal).finally(() => served.close());
  },
});
