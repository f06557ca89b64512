import type { Delimiters } from './lexer.ts';
import type { ActionNode, BranchNode, CommandNode, ListNode, Operand, PipeNode } from './nodes.ts';

/** What stands between the delimiters of an action; places count from where it begins. */
export type Said =
  | { readonly end: 'end' | 'else'; readonly at: number }
  | { readonly type: 'action' | BranchNode['type']; readonly at: number; readonly pipe: PipeNode };

/** With so many all are forgotten before the next file is read. */
const MOST = 4096;

/** What actions say, by their text: charts repeat a few hundred of them thousands of times. */
export class SaidActions {
  private readonly byDelimiters = new Map<string, Map<string, Said>>();

  /** Those between these delimiters, by their text and what else decides. */
  between({ left, right }: Delimiters): Map<string, Said> {
    const key = `${left} ${right}`;
    const known = this.byDelimiters.get(key) ?? new Map<string, Said>();
    if (known.size >= MOST) known.clear();
    this.byDelimiters.set(key, known);
    return known;
  }
}

/** An action that says what others say too: its pipeline is read and compiled once for all of them. */
export class RepeatedAction implements ActionNode {
  readonly type = 'action';
  readonly at: number;
  /** Places in `shared` count from here. */
  readonly base: number;
  readonly shared: PipeNode;

  constructor(at: number, base: number, shared: PipeNode) {
    this.at = at;
    this.base = base;
    this.shared = shared;
  }

  get pipe(): PipeNode {
    return moved(this.shared, this.base);
  }
}

/** The same for what begins a block. */
export class RepeatedBranch implements BranchNode {
  readonly type: BranchNode['type'];
  readonly at: number;
  readonly base: number;
  readonly shared: PipeNode;
  readonly body: ListNode;
  readonly otherwise: ListNode | undefined;

  constructor(type: BranchNode['type'], head: RepeatedAction, body: ListNode, otherwise: ListNode | undefined) {
    this.type = type;
    this.at = head.at;
    this.base = head.base;
    this.shared = head.shared;
    this.body = body;
    this.otherwise = otherwise;
  }

  get pipe(): PipeNode {
    return moved(this.shared, this.base);
  }
}

/** The same pipeline somewhere else. */
export function moved(pipe: PipeNode, by: number): PipeNode {
  return { ...pipe, at: pipe.at + by, declares: pipe.declares.map((each) => ({ ...each, at: each.at + by })), commands: pipe.commands.map((each) => movedCommand(each, by)) };
}

function movedCommand({ type, at, operands }: CommandNode, by: number): CommandNode {
  return { type, at: at + by, operands: operands.map((each) => movedOperand(each, by)) };
}

function movedOperand(node: Operand, by: number): Operand {
  if (node.type === 'pipe') return moved(node, by);
  if (node.type === 'chain') return { ...node, at: node.at + by, base: movedOperand(node.base, by) };
  return { ...node, at: node.at + by };
}
