import type { Verdict } from './contract.ts';

export function ready(reason = 'ready', notice?: string): Verdict {
  return notice === undefined ? { state: 'ready', reason } : { state: 'ready', reason, notice };
}

export function progressing(reason: string): Verdict {
  return { state: 'progressing', reason };
}

export function failed(reason: string): Verdict {
  return { state: 'failed', reason, class: 'terminal' };
}

export function unknown(reason: string): Verdict {
  return { state: 'unknown', reason };
}

/** `2 of 3 ready` */
export function share(have: number, want: number, what: string): Verdict {
  const reason = `${have} of ${want} ${what}`;
  return have >= want ? ready(reason) : progressing(reason);
}
