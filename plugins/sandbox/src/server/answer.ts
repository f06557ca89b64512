import { jsonText } from '../store/json-text.ts';
import type { ApiRequest, ApiResponse } from './api-types.ts';
import type { ServerContext } from './context.ts';
import { answerInformation } from './information.ts';
import { MalformedPathError, parseRequest, parseResourcePath, UnknownPathError, type ParsedRequest } from './request.ts';
import { answerResource, type Answer } from './resource-verbs.ts';
import { internalFault, StatusError } from './status-error.ts';

/** One request to one response; refusals become Status answers. */
export async function answer(ctx: ServerContext, request: ApiRequest): Promise<ApiResponse> {
  const parsed = parseRequest(request);
  const warnings: string[] = [];
  try {
    return respond(await route(ctx, parsed, warnings), warnings);
  } catch (error) {
    if (error instanceof StatusError) return respond({ status: error.code, body: error.body }, warnings);
    if (error instanceof MalformedPathError) return page(400, '400 Bad Request');
    if (error instanceof UnknownPathError) return page(404, '404 page not found\n');
    return respond({ status: 500, body: internalFault(error instanceof Error ? error.message : String(error)).body }, warnings);
  }
}

async function route(ctx: ServerContext, request: ParsedRequest, warnings: string[]): Promise<Answer> {
  const information = answerInformation(ctx, request);
  if (information) return information;
  const path = parseResourcePath(request.path, ctx.registry);
  return answerResource(ctx, request, path, warnings);
}

function respond(result: Answer, warnings: readonly string[]): ApiResponse {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  const texts = [...warnings, ...(result.warnings ?? [])];
  if (texts.length > 0) headers['warning'] = texts.map((text) => `299 - ${JSON.stringify(text)}`).join(', ');
  if (result.stream) return { status: result.status, headers, stream: result.stream };
  if (result.text !== undefined) return { status: result.status, headers: { ...headers, 'content-type': result.contentType ?? 'text/plain; charset=utf-8' }, body: result.text, ...(result.streamError ? { streamError: result.streamError } : {}) };
  if (result.contentType) headers['content-type'] = result.contentType;
  return { status: result.status, headers, body: `${jsonText(result.body)}\n` };
}

function page(status: number, body: string): ApiResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}
