import type { Clock } from '@sherpack/plugin-api';

/** The real time. */
export const wallClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal, { background = false } = {}) => new Promise((resolve, reject) => {
    if (signal?.aborted === true) return void reject(signal.reason as Error);
    const timer = setTimeout(resolve, ms);
    if (background) timer.unref();
    signal?.addEventListener('abort', () => { clearTimeout(timer); reject(signal.reason as Error); }, { once: true });
  }),
};
