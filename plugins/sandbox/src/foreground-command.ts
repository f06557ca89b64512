export interface ForegroundOptions {
  readonly name: string;
  readonly port?: number | undefined;
  readonly kubeVersion?: string | undefined;
  readonly controllers?: string | undefined;
}

/** The command line that serves a sandbox in the foreground: this process's own program, with the flags it got. */
export function foregroundCommand(options: ForegroundOptions, own: Pick<NodeJS.Process, 'execPath' | 'execArgv' | 'argv'> = process): readonly string[] {
  const { name, port, kubeVersion, controllers } = options;
  return [
    own.execPath, ...own.execArgv, own.argv[1] ?? '', 'sandbox', 'start', '--foreground', '--name', name,
    ...(controllers === undefined ? [] : ['--controllers', controllers]),
    ...(port === undefined ? [] : ['--port', String(port)]),
    ...(kubeVersion === undefined ? [] : ['--kube-version', kubeVersion]),
  ];
}
