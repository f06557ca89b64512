import { nearMiss } from '@sherpack/schema/near-miss';
import { errors } from '../errors.ts';
import type { Place, Unit } from '../read/read.ts';
import type { Data, Definition, Frame } from './frame.ts';
import { Output } from './output.ts';
import { charge, here, outputLimit, probe } from './run.ts';

/** Who calls: the place that errors and events name. */
export interface Caller {
  readonly frame: Frame;
  readonly unit: Unit;
  readonly place: Place;
}

export function findDefinition(frame: Frame, name: string): Definition | undefined {
  if (name === '@partial-block') return frame.data.partialBlock;
  return frame.scope.inlines?.get(name) ?? frame.run.definitions.get(name);
}

/** @throws HANDLEBARS_UNKNOWN_PARTIAL */
export function needDefinition(caller: Caller, name: string): Definition {
  const found = findDefinition(caller.frame, name);
  if (found) return found;
  const { run, scope } = caller.frame;
  const names = [...(scope.inlines?.keys() ?? []), ...run.definitions.keys()];
  throw errors.UNKNOWN_PARTIAL(name, nearMiss(name, names), here(run, caller.unit, caller.place));
}

/** Runs a definition into `out`, one level deeper. */
export function call(caller: Caller, label: string, definition: Definition, context: unknown, data: Data, out: Output): void {
  const { frame, unit, place } = caller;
  const { run } = frame;
  charge(run, 1, unit, place);
  if (run.trail.length >= run.request.limits.depth) throw errors.DEPTH_LIMIT(run.request.limits.depth, here(run, unit, place));
  probe('enter', frame, unit, place, label);
  run.trail.push({ unit, place });
  definition(context, frame, data, out);
  run.trail.pop();
  probe('leave', frame, unit, place, label);
}

/** Runs a definition and returns its text. */
export function callForText(caller: Caller, label: string, definition: Definition, context: unknown, data: Data = caller.frame.data): string {
  const { run } = caller.frame;
  const out = new Output(run.request.limits.output, false);
  call(caller, label, definition, context, data, out);
  if (out.full) throw outputLimit(run, caller.unit, caller.place);
  return out.text;
}
