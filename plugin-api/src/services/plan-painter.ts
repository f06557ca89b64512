import type { JsonObject } from '../json.ts';
import type { Pack } from '../pack.ts';
import type { PlanBinding } from '../plan-binding.ts';
import type { Plan } from '../plan.ts';
import type { TextStyle } from './terminal.ts';
import { defineService } from '../service.ts';

export type GraphFormat = 'svg' | 'dot' | 'mermaid';

/** Shows plans to people and programs. Nothing that it returns holds a secret. */
export interface PlanPainter {
  /** By wave and object with what changes in each field; ends with a line break. */
  tree(plan: Plan, style: (text: string, style: TextStyle) => string): string;
  graph(plan: Plan, format: GraphFormat): string;
  document(plan: Plan): JsonObject;
  /** What a saved plan is bound to. The plan must have been made with the flag `bindFields`. */
  binding(plan: Plan, pack: Pack | undefined): PlanBinding;
}

export const planPainter = defineService<PlanPainter>('plan-painter');
