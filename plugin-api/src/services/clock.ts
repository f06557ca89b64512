import { defineService } from '../service.ts';

/** The only source of time, so that tests can move it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Resolves after `ms`; rejects with the signal's reason when it aborts.
   *
   * @param options `background`: the wait alone keeps no process running
   */
  sleep(ms: number, signal?: AbortSignal, options?: { readonly background?: boolean }): Promise<void>;
}

export const clock = defineService<Clock>('clock');
