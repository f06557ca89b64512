import { transform } from 'esbuild';

/** Of Node's own modules those that cost milliseconds; most commands import some and use none. */
const HEAVY = ['child_process', 'crypto', 'dns', 'fs/promises', 'http', 'http2', 'https', 'module', 'net', 'os', 'readline', 'readline/promises', 'tls', 'worker_threads', 'zlib'];
const HEAVY_IMPORT = new RegExp(`^(var import_\\w+ = )require\\("node:(${HEAVY.join('|')})"\\);$`, 'gm');

export interface Chunk {
  /** `main.js` */
  readonly name: string;
  readonly text: string;
}

/**
 * Makes a function of an ES module that esbuild put out, for `src/boot/chunk-loader.ts`.
 *
 * @param names of all chunks; an `import()` of what is neither one of them nor a module of Node stays Node's
 */
export async function chunkText({ name, text }: Chunk, names: ReadonlySet<string>): Promise<string> {
  const lazy = text.replaceAll(/\bimport\("(\.\/|node:)([^"]+)"\)/g, (whole, from: string, imported: string) => (from === 'node:' || names.has(imported) ? `__import("${from}${imported}")` : whole));
  const { code } = await transform(lazy, { sourcefile: name, format: 'cjs', platform: 'node', target: 'node20.19', define: { 'import.meta': '__meta' } });
  if (code.includes('__toESM(require("./')) throw new Error(`${name} imports a chunk as a whole, of which only names can be had`);
  return `(function (exports, module, require, __import, __meta) { "use strict"; ${withPlainExports(code).replaceAll(HEAVY_IMPORT, '$1require.lazy("node:$2");')}\n})`;
}

/** Whether a chunk may import something else than chunks. What is written so in a string counts too, which does no harm; a type in a comment does not. */
export function mayImport(text: string): boolean {
  return /(?<![{\w])import\(/.test(text);
}

/** esbuild copies the exports once more for callers that ask for `__esModule`; chunks do not, and pay for each copy. */
function withPlainExports(code: string): string {
  const plain = code.replace(/^module\.exports = __toCommonJS\((\w+)\);$/m, 'module.exports = $1;').replace(/^var __toCommonJS = .*\n/m, '');
  if (plain.includes('__toCommonJS')) throw new Error('esbuild writes exports in another way than before');
  if (plain.split('__copyProps').length > 2) return plain;
  return plain.replace(/^var __copyProps = [\s\S]*?^\};?\n/m, '').replace(/^var __getOwnPropDesc = .*\n/m, '');
}

/** The plugin API for modules of users: the very same objects as in the program. */
export function facadeText(chunk: string, exported: readonly string[]): string {
  return `import { createRequire } from 'node:module';
const api = createRequire(import.meta.url)('./boot.cjs').load('${chunk}');
export const { ${exported.join(', ')} } = api;
`;
}
