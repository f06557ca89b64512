import type { DependencyDeclaration, Path, SherpackError, SourceLocation } from '@sherpack/plugin-api';
import { defineErrors, formatPath } from '@sherpack/plugin-api';

interface KeyHelp {
  readonly suggestion?: string | undefined;
  readonly allowed?: readonly string[] | undefined;
}

function list(names: readonly string[]): string {
  return names.join(', ');
}

function describe({ name, version, alias }: DependencyDeclaration): string {
  return `${name}${version === undefined ? '' : ` ${version}`}${alias === undefined ? '' : ` (as ${alias})`}`;
}

export const errors = defineErrors('pack', {
  NOT_FOUND: (reference: string) => ({
    message: `there is no pack at "${reference.replace(/\/\/[^/@]*@/, '//')}"`,
    hint: reference.includes('://')
      ? 'No source of packs takes this address. They begin with oci://, https:// or http://, or with what a plugin of yours adds.'
      : 'Name a folder with a Pack.yaml, an archive (.tgz) or an address (oci://HOST/PATH:VERSION). "sherpack create NAME" writes a new pack.',
    exitCode: 2,
  }),
  SOURCE_FAILED: (key: string, cause: unknown) => ({
    message: `the source of packs "${key}" failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: 'It is a fault of the plugin that brings it ("sherpack plugins" says which); tell its author.',
    cause,
  }),
  NOT_A_PACK: (shown: string, misspelled: string | undefined) => ({
    message: `${shown} holds no Pack.yaml`,
    hint: misspelled === undefined ? '"sherpack create NAME" writes a new pack.' : `The file must be called Pack.yaml, not ${misspelled}.`,
    location: { file: shown },
    exitCode: 4,
  }),
  HELM_CHART: (shown: string) => ({
    message: `${shown} is a Helm chart, not a pack`,
    hint: 'Reading charts needs the plugin "helm".',
    location: { file: `${shown}/Chart.yaml` },
    exitCode: 4,
  }),
  FILE_UNREADABLE: (file: string, cause: unknown) => ({
    message: `${file} cannot be read`,
    hint: 'Check that the file is there and that its permissions let you read it.',
    location: { file },
    cause,
    exitCode: 2,
  }),
  FILE_NOT_TEXT: (file: string, cause: unknown) => ({
    message: `${file} is no UTF-8 text`,
    hint: 'Save the file as UTF-8.',
    location: { file },
    cause,
    exitCode: 4,
  }),
  LINK_REFUSED: (file: string, why: string) => ({
    message: `${file} ${why}`,
    hint: 'Put the file itself into the pack, or leave it out with .sherpackignore.',
    location: { file },
    exitCode: 4,
  }),
  LIMIT: (file: string, what: string, setting: string) => ({
    message: `${file} ${what}`,
    hint: `Leave files out with .sherpackignore, or raise "pack.limits.${setting}" in the configuration if you trust the pack.`,
    location: { file },
    exitCode: 4,
  }),
  ARCHIVE_INVALID: (shown: string, why: string, cause?: unknown) => ({
    message: `${shown} cannot be read: ${why}`,
    hint: 'Fetch the archive again, or make it with "sherpack package".',
    location: { file: shown },
    cause,
    exitCode: 4,
  }),
  ARCHIVE_ENTRY: (shown: string, entry: string, why: string) => ({
    message: `${shown} holds an entry that is refused: ${JSON.stringify(entry)}: ${why}`,
    hint: 'Do not trust this archive; nothing of it was used. "sherpack package" makes clean ones.',
    location: { file: shown, input: `entry ${JSON.stringify(entry)}` },
    exitCode: 4,
  }),
  YAML_INVALID: (reason: string, location: SourceLocation, cause: unknown) => ({
    message: reason,
    hint: 'Correct the YAML at this place.',
    location,
    cause,
    exitCode: 4,
  }),
  MANIFEST_INVALID: (message: string, location: SourceLocation, hint: string | undefined) => ({
    message,
    hint: hint ?? 'See "Pack.yaml" in the README of the plugin pack for the keys and their types.',
    location,
    exitCode: 4,
  }),
  KEY_UNKNOWN: (key: string, parent: Path, location: SourceLocation, help: KeyHelp) => ({
    message: `unknown key "${key}"${parent.length === 0 ? '' : ` in ${formatPath(parent)}`}`,
    hint: help.suggestion === undefined ? `Known keys: ${list(help.allowed ?? [])}.` : `Did you mean "${help.suggestion}"?`,
    location,
    exitCode: 4,
  }),
  INVALID: (what: string, others: readonly SherpackError[]) => ({
    message: `${what} has ${others.length} problems`,
    hint: 'Correct them one after another; each is listed with its place.',
    others,
    exitCode: 4,
  }),
  SUBPACK_DEPTH: (shown: string, depth: number) => ({
    message: `${shown} is a pack more than ${depth} levels deep`,
    hint: 'Packs inside of packs may be nested only so deep. Does one hold itself?',
    location: { file: shown },
    exitCode: 4,
  }),
  SUBPACK_DUPLICATE: (alias: string, places: readonly string[], location: SourceLocation) => ({
    message: `two packs inside are called "${alias}": ${list(places)}`,
    hint: 'Remove one, or declare both under "dependencies" with different versions and an "alias".',
    location,
    exitCode: 4,
  }),
  SUBPACK_VALUES: (alias: string, kind: string, location: SourceLocation | undefined) => ({
    message: `the values for subpack "${alias}" must be an object, but are ${kind}`,
    hint: `Write the values below the key: "${alias}: { key: value }".`,
    location,
    exitCode: 4,
  }),
  DEPENDENCY_MISSING: (wanted: DependencyDeclaration, pack: string, others: readonly string[], location: SourceLocation | undefined) => ({
    message: `${pack} needs ${describe(wanted)}, ${others.length === 0 ? 'which is not there' : `but ${list(others)}`}`,
    hint: 'Put the pack into packs/ (a chart into charts/), set "optional: true", or switch it off by its condition.',
    location,
    exitCode: 4,
  }),
  VALUES_FILE_MISSING: (flag: string, file: string, cause: unknown) => ({
    message: `${flag}: the file "${file}" cannot be read`,
    hint: 'Relative paths count from the current folder; "-" reads standard input.',
    location: { input: flag },
    cause,
    exitCode: 2,
  }),
  VALUES_URL: (flag: string, url: string) => ({
    message: `${flag}: "${url}" is an address; values are read from files only`,
    hint: 'Fetch it first and hand it over: curl -fsSL ADDRESS | sherpack … -f -',
    location: { input: flag },
    exitCode: 2,
  }),
  VALUES_NOT_A_MAP: (file: string, line: number) => ({
    message: `the values of ${file} must be a mapping at the top`,
    hint: 'Write "key: value" lines.',
    location: { file, line, column: 1 },
    exitCode: 4,
  }),
  SET_INVALID: (flag: string, reason: string, column: number) => ({
    message: `${flag}: ${reason} (at character ${column})`,
    hint: `The form is key.path=value; a backslash takes , . [ ] = { } as they are. ${flag === '--set-json' ? 'Values are JSON.' : 'For whole texts use --set-literal.'}`,
    location: { input: flag, column },
    exitCode: 2,
  }),
  SCHEMA_INVALID: (reason: string, location: SourceLocation, cause?: unknown) => ({
    message: `the schema of the values cannot be used: ${reason}`,
    hint: 'Correct the schema, or leave the check out with --skip-schema-validation.',
    location,
    cause,
    exitCode: 4,
  }),
  VALUES_INVALID: (pack: string, message: string, location: SourceLocation | undefined, suggestion: string | undefined) => ({
    message: `values of ${pack}: ${message}`,
    hint: suggestion === undefined ? hintOf(message, location) : `Did you mean "${suggestion}"?`,
    location,
    exitCode: 4,
  }),
  LIBRARY_RENDERED: (name: string, location: SourceLocation | undefined) => ({
    message: `${name} is a library and cannot be rendered by itself`,
    hint: 'Put it into packs/ of the pack that uses its partials.',
    location,
    exitCode: 4,
  }),
  ENGINE_UNKNOWN: (name: string, known: readonly string[], location: SourceLocation | undefined) => ({
    message: `there is no template engine "${name}"`,
    hint: `Known engines: ${list(known)}.`,
    location,
    exitCode: 4,
  }),
  COMPATIBLE_UNKNOWN: (name: string, known: readonly string[], location: SourceLocation) => ({
    message: `"engine.compatible": there are no rules called "${name}"`,
    hint: known.length === 0 ? 'Rules come with plugins like "helm"; add it to "plugins" in the configuration.' : `Known rules: ${list(known)}.`,
    location,
    exitCode: 4,
  }),
  ENGINE_FAILED: (template: string, cause: unknown) => ({
    message: `a template of ${template} cannot be rendered: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: 'This is a mistake in the template engine; please report it.',
    location: { file: template },
    cause,
    exitCode: 4,
  }),
  KUBE_VERSION: (pack: string, wanted: string, is: string, location: SourceLocation | undefined) => ({
    message: `${pack} needs Kubernetes ${wanted}, but this is ${is}`,
    hint: 'Take another version of the pack. Without a cluster, --kube-version says which one to render for.',
    location,
    exitCode: 4,
  }),
  KUBE_VERSION_FLAG: (text: string) => ({
    message: `--kube-version: "${text}" is no version`,
    hint: 'Write it like 1.31 or v1.31.4.',
    location: { input: '--kube-version' },
    exitCode: 2,
  }),
  POST_RENDERER_MISSING: (name: string, known: readonly string[], suggestion: string | undefined) => ({
    message: `--post-renderer: "${name}" is neither a program that can be run nor a post-renderer of a plugin`,
    hint: suggestion === undefined ? `Name a program by its path, make it executable, or take one of the plugins': ${known.length === 0 ? 'there are none' : list(known)}.` : `Did you mean "${suggestion}"?`,
    location: { input: '--post-renderer' },
    exitCode: 2,
  }),
  POST_RENDERER_FAILED: (program: string, how: string, said: string) => ({
    message: `the post-renderer ${program} ${how}${said === '' ? '' : `:\n${said}`}`,
    hint: 'It gets the manifests on standard input and must write manifests to standard output. "sherpack template" without it shows what it gets.',
    location: { input: '--post-renderer' },
    exitCode: 1,
  }),
  POST_RENDERER_EMPTY: (name: string) => ({
    message: `the post-renderer ${name} gave nothing back`,
    hint: 'It must write all manifests to standard output, those too that it leaves as they are.',
    location: { input: '--post-renderer' },
    exitCode: 1,
  }),
  LOOKUP_ENDLESS: (rounds: number, pack: string) => ({
    message: `the templates of ${pack} still look up new objects after ${rounds} rounds`,
    hint: 'A lookup must not depend on a long chain of others, nor on something random.',
    exitCode: 4,
  }),
  OUTPUT_INVALID: (reason: string, location: SourceLocation, cause: unknown) => ({
    message: `the output is no valid YAML: ${reason}`,
    hint: 'Look at the indentation; "sherpack template" with less in the template shows what comes out.',
    location,
    cause,
    exitCode: 4,
  }),
  NOT_AN_OBJECT: (what: string, location: SourceLocation) => ({
    message: `the output is no Kubernetes object: ${what}`,
    hint: 'Each document needs apiVersion, kind and metadata. Text for people belongs into NOTES.txt, partials into files with "_" in front.',
    location,
    exitCode: 4,
  }),
  OBJECT_DUPLICATE: (ref: string, first: SourceLocation, second: SourceLocation) => ({
    message: `${ref} is rendered twice: by ${placeText(first)} and ${placeText(second)}`,
    hint: 'Remove one of them, or give them different names.',
    location: second,
    exitCode: 4,
  }),
  NAME_MISSING: (kind: string, location: SourceLocation) => ({
    message: `this ${kind} has no metadata.name`,
    hint: 'Write a name, for example from release.name.',
    location,
    exitCode: 4,
  }),
  CRD_MISPLACED: (kind: string, location: SourceLocation) => ({
    message: `crds/ is for CustomResourceDefinitions only; this is a ${kind}`,
    hint: 'Move it to templates/.',
    location,
    exitCode: 4,
  }),
  KEY_INACTIVE: (key: string, plugin: string, location: SourceLocation | undefined) => ({
    message: `the key "${key}" has no effect: the plugin "${plugin}" is not loaded`,
    hint: `Add "${plugin}" to "plugins" in the configuration, or remove the key.`,
    location,
    exitCode: 4,
  }),
  TEMPLATE_IGNORED: (file: string) => ({
    message: `${file} is no template: its ending says neither YAML, JSON nor text`,
    hint: 'Move it out of templates/, or give it an ending like .yaml or .tpl.',
    location: { file },
    exitCode: 4,
  }),
  NAME_INVALID: (name: string) => ({
    message: `"${name}" cannot be the name of a pack`,
    hint: 'Take lower-case letters, digits and dashes; begin with a letter; at most 53 characters.',
    location: { input: 'NAME' },
    exitCode: 2,
  }),
  EXISTS: (path: string) => ({
    message: `${path} is there already`,
    hint: 'Take another name, or another folder with --destination.',
    location: { file: path },
    exitCode: 2,
  }),
  WRITE_FAILED: (path: string, cause: unknown) => ({
    message: `${path} cannot be written`,
    hint: 'Check that the folder is there and that you may write to it.',
    location: { file: path },
    cause,
    exitCode: 1,
  }),
  VERSION_FLAG: (text: string) => ({
    message: `--version: "${text}" is no semantic version`,
    hint: 'Write it in full: 1.2.3 or 1.2.3-rc.1, without a "v".',
    location: { input: '--version' },
    exitCode: 2,
  }),
  NOT_A_FOLDER: (path: string) => ({
    message: `${path} is no folder; only folders can be packaged`,
    hint: 'Name the folder of the pack.',
    location: { file: path },
    exitCode: 2,
  }),
  SOURCE_DATE: (text: string) => ({
    message: `SOURCE_DATE_EPOCH is no whole number of seconds: "${text}"`,
    hint: 'Unset it, or set it to seconds since 1970.',
    location: { input: 'SOURCE_DATE_EPOCH' },
    exitCode: 2,
  }),
});

/** Versions and ports are written without quotes again and again. */
function hintOf(message: string, location: SourceLocation | undefined): string {
  if (!/must be string, is (number|integer|boolean)/.test(message)) return 'The schema of the pack says what is allowed.';
  return location?.input === undefined ? 'Put it in quotes: without them YAML does not read it as a text.' : 'For a text that looks like a number or a boolean use --set-string.';
}

function placeText({ file, line }: SourceLocation): string {
  return line === undefined ? String(file) : `${file}:${line}`;
}
