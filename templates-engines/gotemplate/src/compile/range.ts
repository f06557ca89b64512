import { plainText } from '../format/print.ts';
import type { BranchNode } from '../read/nodes.ts';
import { printNode } from '../read/print-node.ts';
import { ExecError, LimitError } from '../run/failure.ts';
import { BREAK, DONE, type Execute, type Frame, type Outcome } from '../run/frame.ts';
import { siteAt } from '../run/run.ts';
import { Host } from '../value/host.ts';
import { Int, int } from '../value/int.ts';
import { GoMap, sortedKeys } from '../value/map.ts';
import { lastNode } from './last-node.ts';
import { compileHead } from './head.ts';
import { report } from './probe.ts';
import type { Scope } from './scope.ts';

type Round = (frame: Frame, key: () => unknown, element: unknown) => Outcome;

/** `{{range}}` over lists, maps in the order of their keys, and integers. */
export function compileRange(node: BranchNode, scope: Scope): Execute {
  const { body, otherwise, base = 0 } = node;
  const evaluate = compileHead(node.shared === undefined ? { pipe: { ...node.pipe, declares: [] } } : node, scope);
  const or = otherwise === undefined ? undefined : scope.compiler.list(otherwise, scope);
  const round = oneRound(node, scope.compiler.list(body, { ...scope, elementDot: true }));
  return (frame, dot) => {
    if (frame.run.options.probe !== undefined) report(frame, dot, node);
    frame.base = base;
    const value = evaluate(frame, dot);
    if (value === undefined) return or === undefined ? DONE : or(frame, dot);
    const outcome = iterate(frame, value, round, node);
    if (outcome !== undefined) return DONE;
    return or === undefined ? DONE : or(frame, dot);
  };
}

function oneRound(node: BranchNode, body: Execute): Round {
  const { declares } = node.pipe;
  const single = declares.length === 1 ? declares[0]?.slot : declares[1]?.slot;
  const keySlot = declares.length === 2 ? declares[0]?.slot : undefined;
  return (frame, key, element) => {
    try {
      frame.run.charge(2);
    } catch (error) {
      if (error instanceof LimitError) error.trail.push(siteAt(frame, node.at, () => `range ${printNode(node.pipe)}`));
      throw error;
    }
    if (keySlot !== undefined) frame.variables[keySlot] = key();
    if (single !== undefined) frame.variables[single] = element;
    return body(frame, element);
  };
}

/** Undefined: there was nothing to go through. */
function iterate(frame: Frame, value: unknown, round: Round, node: BranchNode): Outcome | undefined {
  if (Array.isArray(value)) return items(frame, value, round);
  if (value instanceof GoMap) return members(frame, sortedKeys(value).map((key) => [key, value[key]] as const), round);
  if (value instanceof Int) return count(frame, value, round, node);
  if (value instanceof Uint8Array) return items(frame, [...value].map((byte) => new Int(BigInt(byte), 'uint8')), round);
  if (value instanceof Host && value.kind === 'map') return members(frame, Object.entries(value.fields()), round);
  throw new ExecError(siteAt(frame, lastNode(node.pipe).at, () => printNode(lastNode(node.pipe))), `range can't iterate over ${plainText(value)}`);
}

function items(frame: Frame, list: readonly unknown[], round: Round): Outcome | undefined {
  const { length } = list;
  for (let index = 0; index < length; index++) {
    if (round(frame, () => int(index), list[index]) === BREAK) break;
  }
  return length === 0 ? undefined : DONE;
}

function members(frame: Frame, entries: readonly (readonly [string, unknown])[], round: Round): Outcome | undefined {
  for (const [key, element] of entries) {
    if (round(frame, () => key, element) === BREAK) break;
  }
  return entries.length === 0 ? undefined : DONE;
}

function count(frame: Frame, { value, type }: Int, round: Round, node: BranchNode): Outcome | undefined {
  if (node.pipe.declares.length > 1) {
    throw new ExecError(siteAt(frame, lastNode(node.pipe).at, () => printNode(lastNode(node.pipe))), `can't use ${value} to iterate over more than one variable`);
  }
  for (let index = 0n; index < value; index++) {
    if (round(frame, () => undefined, new Int(index, type)) === BREAK) break;
  }
  return value <= 0n ? undefined : DONE;
}
