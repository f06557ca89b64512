import type { PlanPainter } from '@sherpack/plugin-api';
import { bindPlan } from '../binding/bind-plan.ts';
import { planDocument } from './document.ts';
import { paintDot, paintMermaid } from './drawings.ts';
import { paintSvg } from './svg.ts';
import { paintTree } from './tree.ts';

const DRAWINGS = Object.freeze({ svg: paintSvg, dot: paintDot, mermaid: paintMermaid });

export const painter: PlanPainter = Object.freeze({
  tree: paintTree,
  graph: (plan, format) => DRAWINGS[format](plan),
  document: planDocument,
  binding: bindPlan,
} satisfies PlanPainter);
