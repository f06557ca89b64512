import { clock, defineCommand } from '@sherpack/plugin-api';
import { startDaemon } from '../daemon.ts';
import { errors } from '../errors.ts';
import { foregroundCommand } from '../foreground-command.ts';
import { findRunning } from '../running-server.ts';
import { sandboxes } from '../sandboxes.ts';
import { serve } from '../serve.ts';
import { linesOf, stateOf } from '../state.ts';
import { untilAborted } from '../until-aborted.ts';

interface StartOptions {
  readonly port?: number | undefined;
  readonly kubeVersion?: string | undefined;
  readonly controllers?: string | undefined;
}

export const command = defineCommand({
  description: 'Serves a sandbox on 127.0.0.1 until "sherpack sandbox stop", so that several commands, kubectl and helm can use it at once.',
  uses: { sandboxes, clock },
  options: {
    name: { type: 'string', placeholder: 'NAME', description: 'Which sandbox; "default" unless given or configured' },
    port: { type: 'number', placeholder: 'PORT', description: 'Port to listen on; a free one unless given' },
    kubeVersion: { type: 'string', placeholder: 'VERSION', description: 'Version of Kubernetes that it says it has, like 1.36.4' },
    controllers: { type: 'string', choices: ['on', 'off'], description: 'Whether Deployments make pods and so on; on unless configured' },
    foreground: { type: 'boolean', description: 'Stay here until Ctrl-C' },
  },
  examples: [
    { command: 'sherpack sandbox start', does: 'serves the sandbox and prints the kubeconfig for kubectl and helm' },
    { command: 'sherpack sandbox start --name old --kube-version 1.30.1', does: 'serves another one beside it that says it is older' },
    { command: 'sherpack sandbox start --controllers off --foreground', does: 'serves an API server and nothing else, until Ctrl-C' },
  ],
  async run({ options, services, terminal, log, signal, print }) {
    refuseOptions(options);
    const all = await services.sandboxes();
    const sandbox = all.find(options.name);
    const already = await findRunning(sandbox);
    if (already !== undefined) log.info(alreadyServed(sandbox.name, options));
    const config = { ...all.config, ...(options.kubeVersion === undefined ? {} : { kubeVersion: options.kubeVersion }), ...(options.controllers === undefined ? {} : { controllers: options.controllers === 'on' }) };
    const served = options.foreground === true && already === undefined ? await serve(sandbox, { port: options.port, config }) : undefined;
    if (served === undefined && already === undefined) {
      await startDaemon(sandbox, foregroundCommand({ ...options, name: sandbox.name }), await services.clock(), signal);
    }
    const state = await stateOf(sandbox);
    await print(state, () => terminal.write(`${linesOf(state)}\nexport KUBECONFIG=${state.kubeconfig ?? ''}\n`));
    if (served !== undefined) await untilAborted(signal).finally(() => served.close());
  },
});

function refuseOptions({ port, kubeVersion }: StartOptions): void {
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) throw errors.PORT_INVALID(port);
  if (kubeVersion !== undefined && !/^v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(kubeVersion)) throw errors.KUBE_VERSION_INVALID(kubeVersion);
}

/** What was asked of the server that runs is not done to it. */
function alreadyServed(name: string, options: StartOptions): string {
  const flags = ([['port', '--port'], ['kubeVersion', '--kube-version'], ['controllers', '--controllers']] as const).filter(([key]) => options[key] !== undefined).map(([, flag]) => flag);
  const rest = flags.length === 0 ? '' : `; ${flags.join(' and ')} would take effect after "sherpack sandbox stop --name ${name}"`;
  return `the sandbox "${name}" is served already${rest}`;
}
