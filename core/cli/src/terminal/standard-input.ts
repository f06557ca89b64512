import type { World } from '../world.ts';

/** Reads all of standard input as UTF-8; a second caller gets the same text. */
export function createInputReader(world: Pick<World, 'stdin'>): () => Promise<string> {
  let text: Promise<string> | undefined;
  return () => (text ??= readAll(world.stdin));
}

async function readAll(stdin: World['stdin']): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}
