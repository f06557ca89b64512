import { isEmptyTree, type Tree } from '../read/nodes.ts';
import type { ParseError } from '../read/stream.ts';
import type { Unit } from '../read/unit.ts';
import type { Execute } from './frame.ts';

/** A template that can run: a file, or a definition in one. */
export class Template {
  readonly name: string;
  readonly unit: Unit;
  readonly tree: Tree;
  private readonly compile: (tree: Tree) => Execute;
  private compiled: Execute | undefined;

  constructor(unit: Unit, tree: Tree, compile: (tree: Tree) => Execute) {
    this.name = tree.name;
    this.unit = unit;
    this.tree = tree;
    this.compile = compile;
  }

  /** Compiled when it first runs: of a library most definitions never do. */
  get execute(): Execute {
    return (this.compiled ??= this.compile(this.tree));
  }
}

/** Templates by name. A set made by `tpl` sees its own and those around it. */
export class TemplateSet {
  private readonly outer: TemplateSet | undefined;
  private readonly own = new Map<string, Template>();

  constructor(outer?: TemplateSet) {
    this.outer = outer;
  }

  find(name: string): Template | undefined {
    return this.own.get(name) ?? this.outer?.find(name);
  }

  /** The last definition of a name counts, but an empty one replaces nothing. */
  add(templates: readonly Template[]): void {
    for (const template of templates) {
      if (isEmptyTree(template.tree.root) && this.find(template.name) !== undefined) continue;
      this.own.set(template.name, template);
    }
  }

  names(): readonly string[] {
    return [...this.own.keys(), ...(this.outer?.names() ?? [])];
  }
}

/** A text that was read, with everything that it defines. */
export interface Loaded {
  readonly unit: Unit;
  readonly main: Template;
  readonly definitions: readonly Template[];
  readonly errors: readonly ParseError[];
}
