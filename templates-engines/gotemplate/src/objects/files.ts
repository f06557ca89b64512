import { printGoYaml } from '@sherpack/go-yaml/print';
import type { PackFile } from '@sherpack/plugin-api';
import { fn, type FunctionGroup } from '../functions/signature.ts';
import type { Frame } from '../run/frame.ts';
import { Host } from '../value/host.ts';
import { strings } from '../value/slice.ts';
import { compareText } from '../value/map.ts';
import { fromBytes } from '../value/text.ts';
import { globMatcher } from './glob.ts';

type Contents = ReadonlyMap<string, PackFile>;

/** `.Files`: a map from paths to bytes, with methods. */
export class Files extends Host {
  readonly type = 'engine.files';
  readonly kind = 'map';
  readonly methods = filesMethods;
  readonly contents: Contents;

  constructor(contents: Contents) {
    super();
    this.contents = contents;
  }

  override fields(): Readonly<Record<string, unknown>> {
    const sorted = [...this.contents].toSorted(([a], [b]) => compareText(a, b));
    return Object.fromEntries(sorted.map(([path, { content }]) => [path, content]));
  }
}

/** A file that is not there: no bytes. */
export function filesMember(): Uint8Array {
  return new Uint8Array();
}

function bytes(files: Files, path: string): Uint8Array {
  return files.contents.get(path)?.content ?? filesMember();
}

function glob(frame: Frame, files: Files, pattern: string): Files {
  frame.run.charge(files.contents.size);
  const matches = globMatcher(pattern);
  return new Files(new Map([...files.contents].filter(([path]) => matches(path))));
}

function lines(files: Files, path: string): unknown[] {
  const text = fromBytes(bytes(files, path));
  if (text === '') return strings([]);
  return strings((text.endsWith('\n') ? text.slice(0, -1) : text).split('\n'));
}

/** Base name to content, as a YAML map. */
function data(files: Files, encode: (content: Uint8Array) => string): string {
  const map: Record<string, string> = {};
  for (const [path, content] of Object.entries(files.fields())) map[path.slice(path.lastIndexOf('/') + 1)] = encode(content as Uint8Array);
  return printGoYaml(map).replace(/\n$/, '');
}

const filesMethods: FunctionGroup = {
  Get: fn('any string', (frame, files: Files, path: string) => {
    const content = bytes(files, path);
    frame.run.chargeText(content.length);
    return fromBytes(content);
  }),
  GetBytes: fn('any string', (_frame, files: Files, path: string) => bytes(files, path)),
  Glob: fn('any string', glob),
  Lines: fn('any string', (_frame, files: Files, path: string) => lines(files, path)),
  AsConfig: fn('any', (_frame, files: Files) => data(files, fromBytes)),
  AsSecrets: fn('any', (_frame, files: Files) => data(files, (content) => Buffer.from(content).toString('base64'))),
};
