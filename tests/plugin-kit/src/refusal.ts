import { isSherpackError } from '@sherpack/plugin-api';

/** What people get to see when something is refused. */
export interface Refusal {
  /** `nothing`: it was not refused; `no code`: by an error that nobody made for people. */
  readonly code: string;
  readonly exitCode: number | undefined;
  readonly message: string;
  readonly hint: string | undefined;
  /** Everything that may be printed, with `--debug` too: message, hint, place and causes. */
  readonly said: string;
}

/** Does the work, which is to fail. */
export async function refusalOf(work: () => unknown): Promise<Refusal> {
  try {
    await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!isSherpackError(error)) return { code: 'no code', exitCode: undefined, message, hint: undefined, said: saidBy(error) };
    return { code: error.code, exitCode: error.exitCode, message, hint: error.hint, said: saidBy(error) };
  }
  return { code: 'nothing', exitCode: undefined, message: '', hint: undefined, said: '' };
}

/** Whether it is refused with a code, a message and what to do next. */
export function isForPeople({ code, message, hint }: Refusal): boolean {
  return /^[A-Z][A-Z0-9_]+$/.test(code) && message !== '' && hint !== undefined && hint !== '';
}

function saidBy(error: unknown, depth = 0): string {
  if (!(error instanceof Error) || depth > 5) return String(error);
  const { hint, location, others } = error as { readonly hint?: unknown; readonly location?: unknown; readonly others?: readonly unknown[] };
  const around = [...(others ?? []), error.cause].filter((each) => each !== undefined);
  return [error.message, hint ?? '', JSON.stringify(location ?? ''), ...around.map((each) => saidBy(each, depth + 1))].join('\n');
}

/** Milliseconds after which work that should have ended counts as hung. */
const LONG = 2_000;

/**
 * Aborts work that has begun, and says how it ended: `stopped` with the reason of the signal, `failed` with something
 * else, `done`, or `hung`.
 *
 * @param before abort before the work begins
 */
export async function abortedWork(work: (signal: AbortSignal) => Promise<unknown>, { before = false } = {}): Promise<'stopped' | 'failed' | 'done' | 'hung'> {
  const controller = new AbortController();
  const reason = new Error('the operation is over');
  if (before) controller.abort(reason);
  const ended = Promise.resolve().then(() => work(controller.signal)).then(() => 'done' as const, (error: unknown) => (error === reason ? 'stopped' as const : 'failed' as const));
  if (!before) setTimeout(() => controller.abort(reason), 50);
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<'hung'>((resolve) => { timer = setTimeout(() => resolve('hung'), LONG); });
  return Promise.race([ended, hung]).finally(() => clearTimeout(timer));
}
