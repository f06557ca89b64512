import { defineErrors } from '@sherpack/plugin-api';

export const errors = defineErrors('sandbox', {
  NAME_INVALID: (name: string) => ({
    message: `"${name}" is no name for a sandbox`,
    hint: 'Use lower-case letters, digits and dashes, at most 63 of them.',
    exitCode: 2 as const,
  }),
  LOCKED: (name: string, pid: number) => ({
    message: `the sandbox "${name}" is in use by process ${pid}`,
    hint: 'Wait for that command, or run "sherpack sandbox start": many commands can share a sandbox that is served.',
    exitCode: 5 as const,
  }),
  FOLDER: (folder: string, why: string, cause: unknown) => ({
    message: `the sandbox cannot be kept in ${folder}: ${why}`,
    hint: 'Check who may write there, or name another folder with sandbox.folder in the configuration.',
    exitCode: 5 as const,
    cause,
  }),
  DAMAGED: (file: string, why: string) => ({
    message: `${file} is damaged: ${why}`,
    hint: 'Keep a copy of the folder, then restore a snapshot ("sherpack sandbox restore") or begin anew ("sherpack sandbox reset").',
    exitCode: 5 as const,
  }),
  UNUSED: (name: string) => ({
    message: `there is no sandbox "${name}"`,
    hint: 'See "sherpack sandbox list" for those that are there; --name chooses one.',
    exitCode: 2 as const,
  }),
  SNAPSHOT_NOT_FOUND: (file: string, names: readonly string[]) => ({
    message: `there is no snapshot ${file}`,
    hint: names.length === 0 ? 'Take one with "sherpack sandbox snapshot".' : `Snapshots by name: ${names.join(', ')}. A file is named by its path: ./${names[0]}.`,
    exitCode: 2 as const,
  }),
  SNAPSHOT_EXISTS: (file: string) => ({
    message: `${file} is there already`,
    hint: 'Choose another name, or overwrite it with --force.',
    exitCode: 6 as const,
  }),
  SNAPSHOT_UNREADABLE: (file: string, why: string) => ({
    message: `${file} cannot be restored: ${why}`,
    hint: 'Nothing was changed. Give a file that "sherpack sandbox snapshot" wrote.',
    exitCode: 4 as const,
  }),
  SNAPSHOT_UNWRITABLE: (file: string, why: string, cause: unknown) => ({
    message: `the snapshot cannot be written to ${file}: ${why}`,
    hint: 'Name a file in a folder that you may write to.',
    exitCode: 2 as const,
    cause,
  }),
  SERVER_FAILED: (name: string, why: string) => ({
    message: `the process that serves the sandbox "${name}" did not do it: ${why}`,
    hint: `Look at "sherpack sandbox status --name ${name}" and at server.log in its folder.`,
    exitCode: 5 as const,
  }),
  PORT_TAKEN: (port: number) => ({
    message: `port ${port} is taken`,
    hint: 'Choose another one with --port, or leave it out for a free one.',
    exitCode: 2 as const,
  }),
  PORT_INVALID: (port: number) => ({
    message: `${port} is no port`,
    hint: 'Give a whole number from 1 to 65535, or leave --port out for a free one.',
    exitCode: 2 as const,
  }),
  KUBE_VERSION_INVALID: (version: string) => ({
    message: `"${version}" is no version of Kubernetes`,
    hint: 'Write it like 1.36.4.',
    exitCode: 2 as const,
  }),
  START_FAILED: (name: string, why: string, hint = 'Run it with --foreground to see what it says.') => ({
    message: `the sandbox "${name}" did not start: ${why}`,
    hint,
    exitCode: 5 as const,
  }),
  STOP_FAILED: (name: string, pid: number) => ({
    message: `the sandbox "${name}" does not stop (process ${pid})`,
    hint: 'End that process yourself; what it answered is stored.',
  }),
  RUNNING: (name: string) => ({
    message: `the sandbox "${name}" is being served`,
    hint: `Run "sherpack sandbox stop --name ${name}" first.`,
    exitCode: 6 as const,
  }),
  NOT_CONFIRMED: (name: string) => ({
    message: `the sandbox "${name}" was left as it is`,
    hint: 'Answer yes, or give --yes.',
    exitCode: 6 as const,
  }),
});
