/** Of an action that several have in common: what they share has places that count from `base`. */
interface Repeatable { readonly shared?: PipeNode; readonly base?: number }

/** The tree of a template. `at` is the offset in the text that Go names in messages. */
export interface TextNode { readonly type: 'text'; readonly at: number; readonly text: string }
export interface ActionNode extends Repeatable { readonly type: 'action'; readonly at: number; readonly pipe: PipeNode }
export interface BranchNode extends Repeatable {
  readonly type: 'if' | 'with' | 'range';
  readonly at: number;
  readonly pipe: PipeNode;
  readonly body: ListNode;
  readonly otherwise: ListNode | undefined;
}
export interface TemplateNode { readonly type: 'template'; readonly at: number; readonly name: string; readonly pipe: PipeNode | undefined }
export interface BreakNode { readonly type: 'break'; readonly at: number }
export interface ContinueNode { readonly type: 'continue'; readonly at: number }
export type Node = TextNode | ActionNode | BranchNode | TemplateNode | BreakNode | ContinueNode;

export interface ListNode { readonly at: number; readonly nodes: Node[] }

export interface PipeNode {
  readonly type: 'pipe';
  readonly at: number;
  readonly assigns: boolean;
  readonly declares: readonly VariableNode[];
  readonly commands: readonly CommandNode[];
}
export interface CommandNode { readonly type: 'command'; readonly at: number; readonly operands: readonly Operand[] }

export interface FieldNode { readonly type: 'field'; readonly at: number; readonly path: readonly string[] }
/** `slot` is where the variable lives while the template runs; -1: it is `$`. */
export interface VariableNode { readonly type: 'variable'; readonly at: number; readonly name: string; readonly path: readonly string[]; readonly slot: number }
export interface ChainNode { readonly type: 'chain'; readonly at: number; readonly base: Operand; readonly path: readonly string[] }
export interface IdentifierNode { readonly type: 'identifier'; readonly at: number; readonly name: string }
export interface DotNode { readonly type: 'dot'; readonly at: number }
export interface NilNode { readonly type: 'nil'; readonly at: number }
export interface BoolNode { readonly type: 'bool'; readonly at: number; readonly value: boolean }
export interface StringNode { readonly type: 'string'; readonly at: number; readonly source: string; readonly value: string }
export interface NumberNode {
  readonly type: 'number';
  readonly at: number;
  readonly source: string;
  /** Undefined: the number is none of that kind. */
  readonly int: bigint | undefined;
  readonly uint: bigint | undefined;
  readonly float: number | undefined;
}
export type Operand =
  | FieldNode | VariableNode | ChainNode | IdentifierNode | DotNode | NilNode | BoolNode | StringNode | NumberNode | PipeNode;

/** No command may begin with one where it is given the result of the command before. */
export const NOT_EXECUTABLE: ReadonlySet<Operand['type']> = new Set(['bool', 'dot', 'nil', 'number', 'string']);

/** One template of a file: the file itself, or what it defines. */
export interface Tree {
  readonly name: string;
  readonly root: ListNode;
  /** How many variables live in it at most. */
  readonly slots: number;
}

/** Whether nothing but space and comments is in it: such a definition replaces no other. */
export function isEmptyTree({ nodes }: ListNode): boolean {
  return nodes.every((node) => node.type === 'text' && node.text.trim() === '');
}
