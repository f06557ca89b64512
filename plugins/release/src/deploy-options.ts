import { defineOptions } from '@sherpack/plugin-api';

const DEPLOYING = 'Deploying';

/** How long a verb waits. */
export const waitOptions = defineOptions({
  wait: {
    type: 'string', whenBare: 'watcher', choices: ['watcher', 'legacy', 'hookOnly', 'true', 'false'], group: DEPLOYING, placeholder: 'HOW',
    description: 'Wait until all objects are ready',
  },
  waitForJobs: { type: 'boolean', group: DEPLOYING, description: 'With --wait: wait until jobs have completed too' },
  timeout: { type: 'duration', default: 300_000, group: DEPLOYING, placeholder: 'DURATION', description: 'How long to wait at most' },
});

export const dryRunOption = defineOptions({
  dryRun: {
    type: 'string', whenBare: 'server', choices: ['none', 'client', 'server', 'true', 'false'], group: DEPLOYING, placeholder: 'HOW',
    description: 'Write nothing: "server" asks the API server, "client" renders only',
  },
});

/** How objects are written: for every verb that applies manifests. */
export const writeOptions = defineOptions({
  ...waitOptions,
  ...dryRunOption,
  forceConflicts: { type: 'boolean', group: DEPLOYING, description: 'Take fields over that another manager has set' },
  noHooks: { type: 'boolean', group: DEPLOYING, description: 'Run no hooks' },
  description: { type: 'string', group: DEPLOYING, placeholder: 'TEXT', description: 'Description of the revision in the history' },
  serverSide: {
    type: 'string', whenBare: 'true', choices: ['true', 'auto'], hidden: true, default: 'true',
    description: 'Sherpack always applies on the server',
    refusedValues: { false: 'Sherpack always applies on the server, where the owner of every field is known.' },
  },
  forceReplace: {
    type: 'boolean', alias: 'force', hidden: true, description: '',
    refused: 'Sherpack never replaces an object as a whole. --force-conflicts takes single fields over.',
  },
  cleanupOnFail: {
    type: 'boolean', hidden: true, description: '',
    refused: 'What a failed operation has made is on record: --auto-rollback removes it at once, the next upgrade, rollback or uninstall later.',
  },
});

/** For install and upgrade. */
export const packVerbOptions = defineOptions({
  ...writeOptions,
  createNamespace: { type: 'boolean', group: DEPLOYING, description: 'Create the namespace of the release if it is missing' },
  autoRollback: {
    type: 'boolean', alias: ['atomic', 'rollback-on-failure'], group: DEPLOYING,
    description: 'Wait, and undo everything if it fails',
  },
  onFailure: {
    type: 'string', choices: ['stop', 'continue', 'rollback'], group: DEPLOYING, placeholder: 'WHAT',
    description: 'What to do when an object fails',
  },
  takeOwnership: { type: 'boolean', group: DEPLOYING, description: 'Take over objects that belong to nobody or to another release' },
  skipCrds: { type: 'boolean', group: DEPLOYING, description: 'Leave the definitions in crds/ alone' },
  labels: { type: 'string[]', alias: 'l', group: DEPLOYING, placeholder: 'NAME=VALUE', description: 'Labels of the revision' },
  historyMax: { type: 'number', default: 10, group: DEPLOYING, placeholder: 'N', description: 'Revisions to keep; 0 keeps all' },
  hideNotes: { type: 'boolean', description: 'Do not print the notes' },
  renderSubchartNotes: { type: 'boolean', description: 'Print the notes of subpacks too' },
  hideSecret: { type: 'boolean', description: 'With --dry-run: leave Secrets out of the output' },
});

/** Flags of Helm that have no counterpart yet; each is refused with the reason instead of being misread. */
export const refusedOptions = defineOptions({
  disableOpenapiValidation: {
    type: 'boolean', hidden: true, description: '',
    refused: 'The API server validates every object; there is no second validation to turn off.',
  },
  enableDns: { type: 'boolean', hidden: true, description: '', refused: 'Templates of Sherpack never reach the network.' },
});
