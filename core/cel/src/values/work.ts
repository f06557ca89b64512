import { Fault } from '../cel-error.ts';
import { PER_CALL_COST_LIMIT } from '../limits.ts';

/**
 * Counts the parts of values that one operation visits. Values that contain one another many times over are small to make and
 * endless to walk along.
 */
export class Work {
  private left = PER_CALL_COST_LIMIT;

  /** @throws Fault of kind `limit` */
  step(): void {
    this.left -= 1;
    if (this.left < 0) throw new Fault('operation cancelled: actual cost limit exceeded', 'limit');
  }
}

const TEXT_LIMIT = 16 * 1024 * 1024;

/** Refuses a text before it is made. @throws Fault of kind `limit` */
export function limitText(size: number): void {
  if (size > TEXT_LIMIT) throw new Fault('operation cancelled: actual cost limit exceeded', 'limit');
}
