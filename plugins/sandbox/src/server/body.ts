import { parseJson } from '@sherpack/yaml/json';
import type { ParsedRequest } from './request.ts';
import { badRequest, tooLarge, unsupportedMediaType } from './status-error.ts';

const sizeLimit = 3 * 1024 * 1024;

/** Lists and objects within each other. The real server stops at 10,000, which is more than a call stack here can be sure to hold. */
const depthLimit = 1000;

/** The media type of the body without its parameters. */
export function contentTypeOf(request: ParsedRequest): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';
}

export function bodyText(request: ParsedRequest): string {
  const { body } = request.request;
  if (body === undefined) return '';
  const size = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  if (size > sizeLimit) throw tooLarge(`Request entity too large: limit is ${sizeLimit}`);
  return typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

/** The object in a body of JSON, YAML or protobuf; undefined when the body is empty. */
export function readBody(request: ParsedRequest, read: (protobuf: Uint8Array) => unknown): unknown {
  const text = bodyText(request);
  if (text === '') return undefined;
  switch (request.headers.has('content-type') ? contentTypeOf(request) : 'application/json') {
    case 'application/json':
      return readJson(text) ?? {};
    case 'application/yaml':
      return readYaml(text) ?? {};
    case 'application/vnd.kubernetes.protobuf':
      return read(Buffer.from(request.request.body ?? ''));
    default:
      throw unsupportedMediaType('the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf');
  }
}

export function readJson(text: string): unknown {
  refuseDepth(text);
  try {
    return parseJson(text);
  } catch (error) {
    throw badRequest(`the object provided is unrecognized: couldn't get version/kind; json parse error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

let parseYaml: ((text: string) => unknown) | undefined;

/** Loads the reader of YAML when a body needs it; most clients send JSON under either name. Await it before a body is read. */
export async function prepareBody(request: ParsedRequest): Promise<void> {
  if (parseYaml || !contentTypeOf(request).includes('yaml') || isJson(bodyText(request))) return;
  ({ parseYaml } = await import('@sherpack/yaml/parse'));
}

function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/** JSON is YAML too, but its own reader is the faster one. */
export function readYaml(text: string): unknown {
  if (isJson(text)) return readJson(text);
  if (!parseYaml) throw new TypeError('prepareBody has not been awaited');
  try {
    return parseYaml(text);
  } catch (error) {
    throw badRequest(`error decoding YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Counts brackets outside of strings, before anything walks down into the value. */
function refuseDepth(text: string): void {
  if (text.length <= depthLimit) return;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34) at = endOfString(text, at);
    else if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) depth -= 1;
    if (depth > depthLimit) throw badRequest(`the object provided is unrecognized: couldn't get version/kind; json parse error: invalid character '${text[at]}' exceeded max depth`);
  }
}

/** Of the quote that closes it; the text's end when there is none. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = at - 1;
    while (text.charCodeAt(escapes) === 92) escapes -= 1;
    if ((at - escapes) % 2 === 1) return at;
  }
  return text.length;
}
