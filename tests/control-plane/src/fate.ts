import type { IncomingMessage } from 'node:http';

/** A request as the proxy saw it. */
export interface ProxiedRequest {
  /** From 1 in the order of arrival among the requests that count; undefined for one that does not. */
  readonly index: number | undefined;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly userAgent: string;
  /** Neither a read nor a dry run. */
  readonly mutating: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * What happens to a request. `forward`: nothing special. `cut`: the connection is broken before the server sees it.
 * `cut-after`: the server does it, but its answer is lost. `hold`: it waits until release(). `status`: it is answered
 * with this status and not forwarded. `delayMs`: it is forwarded later.
 */
export type Fate = 'forward' | 'cut' | 'cut-after' | 'hold' | { readonly status: number } | { readonly delayMs: number };

/** Called for every request that counts and has no rule of its own; nothing means forward. */
export type RequestHook = (index: number, request: ProxiedRequest) => Fate | undefined | Promise<Fate | undefined>;

export interface FateRules {
  /** Answers the k-th request with this status, 500 where it is absent. */
  fail(k: number, status?: number): void;
  delay(k: number, ms: number): void;
  cut(k: number): void;
  cutAfter(k: number): void;
  onRequest(hook: RequestHook): void;
  /** Forgets rules and hook, and counts from 1 again. What was recorded stays. */
  reset(): void;
}

export interface FateBook {
  readonly rules: FateRules;
  record(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): ProxiedRequest;
  fateOf(request: ProxiedRequest): Promise<Fate>;
}

/** Decides on requests; knows nothing of sockets. */
export function fateBook(counts: (request: Omit<ProxiedRequest, 'index'>) => boolean = () => true): FateBook {
  const planned = new Map<number, Fate>();
  let hook: RequestHook | undefined;
  let count = 0;

  function record(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): ProxiedRequest {
    const { method = 'GET', url: path = '/', headers } = request;
    const seen = { method, path, userAgent: headers['user-agent'] ?? '', mutating: isMutating(method, path), at: Date.now() };
    if (!counts(seen)) return { index: undefined, ...seen };
    count += 1;
    return { index: count, ...seen };
  }

  async function fateOf(request: ProxiedRequest): Promise<Fate> {
    if (request.index === undefined) return 'forward';
    return planned.get(request.index) ?? (await hook?.(request.index, request)) ?? 'forward';
  }

  const rules: FateRules = {
    fail: (k, status = 500) => void planned.set(k, { status }),
    delay: (k, ms) => void planned.set(k, { delayMs: ms }),
    cut: (k) => void planned.set(k, 'cut'),
    cutAfter: (k) => void planned.set(k, 'cut-after'),
    onRequest: (added) => void (hook = added),
    reset: () => {
      planned.clear();
      hook = undefined;
      count = 0;
    },
  };
  return { rules, record, fateOf };
}

/** Reviews are POSTs that store nothing: who may do what, and who am I. */
function isMutating(method: string, path: string): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return false;
  const { pathname, searchParams } = new URL(path, 'http://server');
  return !searchParams.has('dryRun') && !/\/(authentication|authorization)\.k8s\.io\//.test(pathname);
}
