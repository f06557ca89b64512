import { defineErrors } from '@sherpack/plugin-api';

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

function didYouMean(near: readonly string[]): string | undefined {
  return near.length === 0 ? undefined : `Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`;
}

export const errors = defineErrors('kernel', {
  MANIFEST_INVALID: (where: string, problem: string, near: readonly string[] = []) => ({
    message: `${where} is no valid plugin manifest: ${problem}`,
    hint: didYouMean(near) ?? 'The key "sherpack" of package.json describes the plugin; see docs/your-first-plugin.md.',
    exitCode: 2,
  }),
  DUPLICATE_PLUGIN: (name: string, first: string, second: string) => ({
    message: `two plugins are called "${name}": ${first} and ${second}`,
    hint: 'Remove one of them from "plugins" in the configuration, or disable the default one with "disable".',
  }),
  PLUGIN_MISSING: (plugin: string, missing: string) => ({
    message: `plugin "${plugin}" requires plugin "${missing}", which is not there`,
    hint: `Add "${missing}" to "plugins" in the configuration, or leave "${plugin}" out.`,
  }),
  PLUGIN_CYCLE: (cycle: readonly string[]) => ({ message: `plugins want to be set up after each other: ${cycle.join(' → ')}`, hint: 'One of them must drop its "requires" or "after".' }),
  API_VERSION: (plugin: string, range: string, version: string) => ({
    message: `plugin "${plugin}" was written for plugin API ${range}; this is ${version}`,
    hint: 'Install a version of the plugin that fits, or another version of Sherpack.',
  }),
  PLUGIN_INVALID: (plugin: string, problem: string, cause?: unknown) => ({
    message: `plugin "${plugin}" cannot be loaded: ${problem.split(/\n?Require stack/)[0]}`,
    hint: cause === undefined ? 'Its module must export by default what definePlugin() returns.' : 'Correct its module or the path "plugin" in its manifest, or take it out of "plugins".',
    cause,
  }),
  CONFIG_INVALID: (plugin: string, problems: readonly string[]) => ({
    message: `the configuration of plugin "${plugin}" is wrong: ${problems.join('; ')}`,
    hint: `See the plugin's README for the keys of "${plugin}".`,
    exitCode: 2,
  }),
  SETUP_FAILED: (plugin: string, cause: unknown) => ({
    message: `plugin "${plugin}" failed in setup: ${cause instanceof Error ? cause.message : 'it threw no error'}`,
    hint: `Leave it out with "disable" or by removing it from "plugins", and tell its author.`,
    cause,
  }),
  SETUP_ASYNC: (plugin: string) => ({ message: `setup of plugin "${plugin}" returned a promise; it must be synchronous`, hint: 'Do the work in a tap, or in the function given to provideService().' }),
  SETUP_LATE: (plugin: string, what: string) => ({ message: `plugin "${plugin}" called ${what} after its setup had ended`, hint: 'Taps, variants, services and operations are registered in setup().' }),
  TAP_FAILED: (plugin: string, hook: string, cause: unknown) => ({
    message: `plugin "${plugin}" failed in hook "${hook}": ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: 'It is a fault of that plugin. Look again with --debug, which shows where and refuses changes of values that are not copied, and tell its author.',
    cause,
  }),
  UNANNOUNCED: (plugin: string, what: string) => ({
    message: `plugin "${plugin}" calls ${what}, which its manifest does not announce`,
    hint: 'Add it to "hooks", "extensions", "services" or "operations" below "sherpack" in its package.json: a plugin is loaded for what it announces only.',
  }),
  TAP_SYNC: (plugin: string, hook: string) => ({ message: `a tap of plugin "${plugin}" in hook "${hook}" returned no promise`, hint: 'Taps are async functions.' }),
  TAP_ORDER: (plugin: string, order: unknown) => ({ message: `plugin "${plugin}" wants to tap in the order "${String(order)}"`, hint: 'It is "pre", "post" or left out.' }),
  TAP_VALUE: (plugin: string, hook: string, lost: string) => ({
    message: `a tap of plugin "${plugin}" in hook "${hook}" returned a value without "${lost}"`,
    hint: 'Return a copy of the value with the changed parts: { ...value, part }.',
  }),
  TAP_EMPTY: (plugin: string, hook: string) => ({
    message: `a tap of plugin "${plugin}" in hook "${hook}" returned nothing`,
    hint: 'A tap of this hook returns the value that the next one gets: is a "return" missing?',
  }),
  TAP_FOREIGN: (name: string, hook: string) => ({ message: `something tapped hook "${hook}" as "${name}" past the plugin facade`, hint: 'Use sherpack.hooks.<stage>.tap(fn, { order }).' }),
  TAP_HUNG: (plugin: string, hook: string, seconds: number) => ({
    message: `plugin "${plugin}" did not finish in hook "${hook}" within ${seconds} s`,
    hint: 'Leave it out with "disable", and tell its author.',
  }),
  EXECUTION_FAILED: (cause: unknown) => ({ message: `the plan could not be carried out: ${cause instanceof Error ? cause.message : String(cause)}`, cause }),
  SERVICE_MISSING: (service: string, asker: string) => ({
    message: `no plugin provides the service "${service}", which ${asker} needs`,
    hint: 'A default plugin may be disabled in the configuration; "sherpack plugins" lists what is there.',
    exitCode: 2,
  }),
  PROVIDED_TWICE: (what: string, first: string, second: string) => ({
    message: `plugins "${first}" and "${second}" both provide the ${what}`,
    hint: 'Disable one of them in the configuration.',
  }),
  UNKNOWN_VARIANT: (noun: string, key: string, near: readonly string[], keys: readonly string[]) => ({
    message: `there is no ${noun} "${key}"; known: ${list(keys)}`,
    hint: didYouMean(near) ?? `Add the plugin that provides it to "plugins" in the configuration.`,
    exitCode: 2,
  }),
  VARIANT_INVALID: (noun: string, key: string, plugin: string, cause?: unknown) => ({
    message: `plugin "${plugin}" announces the ${noun} "${key}" but does not deliver it`,
    hint: 'The module given to provide() exports the variant by default.',
    cause,
  }),
  UNKNOWN_OPERATION: (kind: string, near: readonly string[]) => ({
    message: `there is no operation "${kind}"`,
    hint: didYouMean(near) ?? 'The plugin that adds it may be disabled.',
    exitCode: 2,
  }),
  REQUEST_INCOMPLETE: (kind: string, missing: string) => ({ message: `operation "${kind}" needs a ${missing}`, exitCode: 2 }),
  NO_DRY_RUN: (kind: string, form: string) => ({
    message: `operation "${kind}" has no --dry-run=${form}`,
    hint: 'Leave the flag out, or use the other form.',
    exitCode: 2,
  }),
  CLUSTER_NOT_PERMITTED: (asker: string, wanted: string, permitted: string) => ({
    message: `${asker} may use the cluster for "${permitted}" only, not for "${wanted}"`,
    hint: 'The row of the operation, or the command, says what is permitted.',
  }),
  TIMED_OUT: (kind: string, seconds: number) => ({
    message: `${kind} was stopped: its time of ${seconds} s is over`,
    hint: 'Give it more with --timeout, for example --timeout 10m.',
  }),
  INTERRUPTED: (kind: string) => ({ message: `${kind} was interrupted`, exitCode: 130 }),
  INVALID: (findings: number) => ({ message: `validation found ${findings} errors`, exitCode: 4 }),
  DISPOSED: () => ({ message: 'the kernel has been disposed' }),
});
