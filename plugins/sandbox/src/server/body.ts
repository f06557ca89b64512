import { parseJson } from '@sherpack/yaml/json';
import { parseYaml } from '@sherpack/yaml/parse';
import type { ParsedRequest } from './request.ts';
import { badRequest, tooLarge, unsupportedMediaType } from './status-error.ts';

const sizeLimit = 3 * 1024 * 1024;

/** The media type of the body without its parameters. */
export function contentTypeOf(request: ParsedRequest): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';
}

export function bodyText(request: ParsedRequest): string {
  const { body } = request.request;
  if (body === undefined) return '';
  const size = typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength;
  if (size > sizeLimit) throw tooLarge(`Request entity too large: limit is ${sizeLimit}`);
  return typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
}

/** The object in a body of JSON, YAML or protobuf; undefined when the body is empty. */
export function readBody(request: ParsedRequest, read: (protobuf: Uint8Array) => unknown): unknown {
  const text = bodyText(request);
  if (text === '') return undefined;
  const type = contentTypeOf(request);
  if (type.includes('protobuf')) return read(Buffer.from(request.request.body ?? ''));
  if (type.includes('cbor')) {
    throw unsupportedMediaType('the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf');
  }
  return type.includes('yaml') ? readYaml(text) : readJson(text);
}

export function readJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw badRequest(`the object provided is unrecognized: couldn't get version/kind; json parse error: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** JSON is YAML too, but its own reader is the faster one. */
export function readYaml(text: string): unknown {
  const start = text.trimStart()[0];
  if (start === '{' || start === '[') return readJson(text);
  try {
    return parseYaml(text);
  } catch (error) {
    throw badRequest(`error decoding YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
}
