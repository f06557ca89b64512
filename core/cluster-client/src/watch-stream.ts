import type { JsonObject, KindRef, WatchEvent } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { objectIn } from './answer-object.ts';
import type { Call } from './call.ts';
import type { Connection } from './connection.ts';
import { failureOfStatus } from './failure.ts';
import { asKind, onlyMetadata } from './list.ts';
import { refusalOf } from './refusal.ts';

/** One event of a stream and the version to go on from. */
export interface StreamEvent {
  readonly event: Exclude<WatchEvent, { type: 'reset' }>;
  readonly resourceVersion: string;
}

const TYPES: Readonly<Record<string, 'added' | 'modified' | 'deleted' | undefined>> = { ADDED: 'added', MODIFIED: 'modified', DELETED: 'deleted' };

/** The events of one watch request until the server ends it. @throws the refusal that an ERROR event carries */
export async function* watchOnce(connection: Connection, call: Call, kind: KindRef, metadataOnly: boolean): AsyncGenerator<StreamEvent> {
  for await (const line of linesOf(await connection.open(call))) {
    const frame = objectIn({ text: line }, call, connection.server);
    const object = isObject(frame['object']) ? frame['object'] : {};
    if (frame['type'] === 'ERROR') throw refusalOf(call, failureOfStatus(object), connection.server);
    const event = eventOf(String(frame['type']), object, kind, metadataOnly);
    if (event !== undefined) yield { event, resourceVersion: versionOf(object) };
  }
}

function eventOf(frameType: string, object: JsonObject, kind: KindRef, metadataOnly: boolean): StreamEvent['event'] | undefined {
  if (frameType === 'BOOKMARK') return { type: 'bookmark', resourceVersion: versionOf(object) };
  const type = TYPES[frameType];
  if (type === undefined) return undefined;
  const whole = asKind(object, kind);
  return { type, object: metadataOnly ? onlyMetadata(whole) : whole };
}

function versionOf(object: JsonObject): string {
  const metadata = object['metadata'];
  return isObject(metadata) ? String(metadata['resourceVersion'] ?? '') : '';
}

/** The non-empty lines of a body that arrives in pieces, cut anywhere. */
export async function* linesOf(body: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  // Pieces are joined only when a line ends: a large object comes in many of them.
  let pieces: string[] = [];
  for await (const chunk of body) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const parts = text.split('\n');
    const rest = parts.pop() ?? '';
    for (const part of parts) {
      const line = pieces.join('') + part;
      pieces = [];
      if (line.trim() !== '') yield line;
    }
    pieces.push(rest);
  }
  const last = pieces.join('') + decoder.decode();
  if (last.trim() !== '') yield last;
}
