import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** The parts of an audit event that the tests read. Format: https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/ */
export interface AuditEvent {
  readonly auditID: string;
  readonly level: 'Metadata' | 'Request' | 'RequestResponse';
  readonly stage: 'ResponseComplete' | 'Panic';
  readonly verb: string;
  /** With the query, where `fieldManager` and `dryRun` stand. */
  readonly requestURI: string;
  readonly user: { readonly username: string; readonly groups?: readonly string[] };
  readonly impersonatedUser?: { readonly username: string };
  readonly userAgent?: string;
  readonly objectRef?: AuditObject;
  readonly responseStatus?: { readonly code: number; readonly reason?: string; readonly message?: string };
  readonly requestObject?: unknown;
  readonly responseObject?: unknown;
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
}

export interface AuditObject {
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly apiGroup?: string;
  readonly apiVersion?: string;
  readonly subresource?: string;
}

/** Every condition given must hold. */
export interface AuditFilter {
  readonly user?: string;
  /** A point in the log, from mark(): events written after it. */
  readonly since?: number;
  readonly verbs?: readonly string[];
  /** Plural and lower case, such as `configmaps`. */
  readonly resource?: string;
  readonly namespace?: string;
}

/** The verbs that change something, if the request is no dry run. */
export const writeVerbs: readonly string[] = ['create', 'update', 'patch', 'delete', 'deletecollection'];

const LOOK_BACK = 64 * 1024;
const PIECE = 64 * 1024 * 1024;

/** The end of the log as it is now, before a line that is being written at this moment. */
export function auditMark(path: string): number {
  const { size } = statSync(path);
  for (let start = Math.max(0, size - LOOK_BACK); ; start = Math.max(0, start - LOOK_BACK)) {
    const end = bytesOf(path, start, size).lastIndexOf('\n');
    if (end !== -1) return start + end + 1;
    if (start === 0) return 0;
  }
}

/**
 * The events that fit, in the order in which the requests were answered. A watch stands where it ended, not where it
 * began. A line that is being written is left for the next call.
 *
 * @param piece bytes that are read at a time
 */
export function readAudit(path: string, filter: AuditFilter = {}, piece = PIECE): AuditEvent[] {
  const events: AuditEvent[] = [];
  for (const line of wholeLines(path, filter.since ?? 0, piece)) {
    const event = JSON.parse(line) as AuditEvent;
    if (fits(event, filter)) events.push(event);
  }
  return events;
}

/** Piece by piece: the log of a long series is larger than a string can be. */
function* wholeLines(path: string, since: number, piece: number): Generator<string> {
  const { size } = statSync(path);
  for (let start = since, length = piece; start < size;) {
    const bytes = bytesOf(path, start, Math.min(size, start + length));
    const end = bytes.lastIndexOf('\n') + 1;
    yield* bytes.toString('utf8', 0, end).split('\n').filter((line) => line !== '');
    if (end === 0 && start + length >= size) return;
    length = end === 0 ? length * 2 : piece;
    start += end;
  }
}

/** Who the request was made as. */
export function actorOf(event: AuditEvent): string {
  return event.impersonatedUser?.username ?? event.user.username;
}

/** Whether the request was only tried out. */
export function isDryRun(event: AuditEvent): boolean {
  return new URL(event.requestURI, 'https://server').searchParams.has('dryRun');
}

/** Whether the request changed something: a write that the server took. */
export function isWrite(event: AuditEvent): boolean {
  const code = event.responseStatus?.code ?? 500;
  return writeVerbs.includes(event.verb) && code < 300 && !isDryRun(event);
}

/** Whether the request may have changed something: also one whose client was gone before it was answered. The server may have done it all the same. */
export function mayBeWrite(event: AuditEvent): boolean {
  return isWrite(event) || (writeVerbs.includes(event.verb) && event.responseStatus?.code === 504 && !isDryRun(event));
}

function fits(event: AuditEvent, { user, verbs, resource, namespace }: AuditFilter): boolean {
  if (user !== undefined && actorOf(event) !== user) return false;
  if (verbs !== undefined && !verbs.includes(event.verb)) return false;
  if (resource !== undefined && event.objectRef?.resource !== resource) return false;
  return namespace === undefined || event.objectRef?.namespace === namespace;
}

function bytesOf(path: string, start: number, end: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(Math.max(0, end - start));
    return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, start));
  } finally {
    closeSync(file);
  }
}
