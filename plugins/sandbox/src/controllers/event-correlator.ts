import type { KubeObject } from '../server/api-types.ts';
import type { ServerContext } from '../server/context.ts';
import type { EventText } from './events.ts';

/** As many different messages of one kind are told one by one; within ten minutes. */
const similarLimit = 10;
const similarMs = 600_000;

/** A teller may say so much about an object at once, and then one thing every five minutes. */
const burst = 25;
const refillMs = 300_000;

interface Similar {
  readonly messages: Set<string>;
  lastMs: number;
}

interface Allowance {
  left: number;
  sinceMs: number;
}

/** Keeps busy controllers from flooding the events, as client-go does it for the real ones (tools/record/events_cache.go). */
export class EventCorrelator {
  readonly #similar = new Map<string, Similar>();
  readonly #allowances = new Map<string, Allowance>();

  /** The event as it is to be written; undefined when there were too many of late. The pretended kubelet tells all. */
  take(about: KubeObject, event: EventText, now: number): EventText | undefined {
    const teller = `${event.component ?? ''} ${about.metadata.uid ?? ''}`;
    const told = this.#combine(`${teller} ${event.type} ${event.reason}`, event, now);
    return event.component === 'kubelet' || this.#spend(teller, now) ? told : undefined;
  }

  #combine(key: string, event: EventText, now: number): EventText {
    const known = this.#similar.get(key);
    const similar = known && now - known.lastMs <= similarMs ? known : { messages: new Set<string>(), lastMs: now };
    this.#similar.set(key, similar);
    similar.lastMs = now;
    similar.messages.add(event.message);
    if (similar.messages.size < similarLimit) return event;
    similar.messages.delete([...similar.messages][0] ?? '');
    const { fieldPath: _, ...rest } = event;
    return { ...rest, message: `(combined from similar events): ${event.message}` };
  }

  #spend(teller: string, now: number): boolean {
    const allowance = this.#allowances.get(teller) ?? { left: burst, sinceMs: now };
    this.#allowances.set(teller, allowance);
    const earned = Math.floor((now - allowance.sinceMs) / refillMs);
    allowance.left = Math.min(burst, allowance.left + earned);
    allowance.sinceMs += earned * refillMs;
    if (allowance.left === 0) return false;
    allowance.left -= 1;
    return true;
  }
}

const correlators = new WeakMap<ServerContext, EventCorrelator>();

export function correlatorOf(ctx: ServerContext): EventCorrelator {
  const known = correlators.get(ctx) ?? new EventCorrelator();
  correlators.set(ctx, known);
  return known;
}
