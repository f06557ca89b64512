import type { Clock } from '@sherpack/plugin-api';

/** The clock on the wall. */
export const wallClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal, options) => sleep(ms, signal, options?.background === true),
};

function sleep(ms: number, signal: AbortSignal | undefined, background: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(signal.reason as Error);
    const timer = setTimeout(finish, ms);
    if (background) timer.unref();
    signal?.addEventListener('abort', stop, { once: true });

    function finish(): void {
      signal?.removeEventListener('abort', stop);
      resolve();
    }

    function stop(): void {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    }
  });
}
