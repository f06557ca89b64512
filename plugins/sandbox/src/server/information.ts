import type { ServerContext } from './context.ts';
import { aggregatedDiscovery, apiVersions, groupList, groupOf, resourceList } from './discovery.ts';
import { openApiDocument, openApiIndex } from './openapi.ts';
import { UnknownPathError, type ParsedRequest } from './request.ts';
import { unknownResource } from './status-error.ts';
import type { Answer } from './resource-verbs.ts';

const healthPaths = new Set(['/healthz', '/livez', '/readyz']);

/** Answers what is asked about the server itself; undefined when the path is about objects. */
export function answerInformation(ctx: ServerContext, request: ParsedRequest): Answer | undefined {
  const path = request.path.length > 1 ? request.path.replace(/\/$/, '') : request.path;
  if (healthPaths.has(path) || /^\/(livez|readyz)\//.test(path)) return { status: 200, text: 'ok' };
  if (path === '/version') return { status: 200, text: JSON.stringify(versionOf(ctx.kubeVersion), null, 2), contentType: 'application/json' };
  if (path === '/' || path === '') return ok({ paths: ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/openapi/v3', '/readyz', '/version'] });
  if (path === '/api' || path === '/apis') return discovery(ctx, request, path === '/api');
  if (path.startsWith('/openapi/')) return openApi(ctx, path);
  return versionDiscovery(ctx, path);
}

const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

function discovery(ctx: ServerContext, request: ParsedRequest, legacy: boolean): Answer {
  const wantsAll = /as=APIGroupDiscoveryList/.test(request.headers.get('accept') ?? '') && /v=v2(?!beta)/.test(request.headers.get('accept') ?? '');
  if (wantsAll) return { status: 200, body: aggregatedDiscovery(ctx.registry, legacy), contentType: aggregatedType };
  return ok(legacy ? apiVersions() : groupList(ctx.registry));
}

function openApi(ctx: ServerContext, path: string): Answer {
  if (path === '/openapi/v3') return ok(openApiIndex(ctx.registry));
  const document = path.startsWith('/openapi/v3/') ? openApiDocument(ctx.registry, ctx.catalog, path.slice('/openapi/v3/'.length), ctx.kubeVersion) : undefined;
  if (document === undefined) throw new UnknownPathError(path);
  return ok(document);
}

function versionDiscovery(ctx: ServerContext, path: string): Answer | undefined {
  const [root, first, second, ...rest] = path.split('/').slice(1);
  if (rest.length > 0) return undefined;
  if (root === 'api' && second === undefined) return found(resourceList(ctx.registry, '', first ?? ''), path);
  if (root !== 'apis') return undefined;
  if (second === undefined) return found(groupOf(ctx.registry, first ?? ''), path);
  return found(resourceList(ctx.registry, first ?? '', second), path);
}

function found(body: unknown, path: string): Answer {
  if (body === undefined && path.startsWith('/api/')) throw unknownResource();
  if (body === undefined) throw new UnknownPathError(path);
  return ok(body);
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function versionOf(version: string): Record<string, string> {
  const [major = '1', minor = '0'] = version.replace(/^v/, '').split('.');
  return {
    major,
    minor,
    emulationMajor: major,
    emulationMinor: minor,
    minCompatibilityMajor: major,
    minCompatibilityMinor: String(Number(minor) - 1),
    gitVersion: version,
    gitCommit: 'sandbox',
    gitTreeState: 'clean',
    buildDate: '2026-01-01T00:00:00Z',
    goVersion: 'none',
    compiler: 'none',
    platform: `${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`,
  };
}
