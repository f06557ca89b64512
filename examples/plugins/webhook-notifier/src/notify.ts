import type { OperationEvent, StageContext } from '@sherpack/plugin-api';
import type { WebhookNotifierConfig } from './config.ts';
import { errors } from './errors.ts';

const DEFAULT_OPERATIONS: readonly string[] = ['install', 'upgrade', 'rollback', 'uninstall'];
const TIME_LIMIT = 10_000;

/** Sends one message when an operation has ended. The address may hold a token, so only its host is ever shown. */
export async function notify(event: OperationEvent, { operation }: Pick<StageContext, 'operation'>, config: WebhookNotifierConfig): Promise<void> {
  if (event.type !== 'operation-finished') return;
  if (!(config.operations ?? DEFAULT_OPERATIONS).includes(operation.kind)) return;
  const message = {
    text: `${operation.kind} of ${operation.release?.namespace}/${operation.release?.name} ${event.outcome}`,
    operation: operation.kind,
    release: operation.release,
    outcome: event.outcome,
    revision: event.revision?.revision,
    error: event.error?.code,
  };
  const { host } = new URL(config.url);
  const response = await post(config.url, message).catch((error: unknown) => {
    throw errors.NOT_SENT(host, error instanceof Error ? error.name : 'it does not answer');
  });
  if (!response.ok) throw errors.NOT_SENT(host, `it answered ${response.status}`);
}

function post(url: string, message: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(message), signal: AbortSignal.timeout(TIME_LIMIT) });
}
