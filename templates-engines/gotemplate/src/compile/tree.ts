import type { ActionNode, BranchNode, ListNode, Node, TemplateNode } from '../read/nodes.ts';
import { quote } from '../format/quote.ts';
import { printed } from '../format/print.ts';
import { printNode } from '../read/print-node.ts';
import { ExecError, LimitError } from '../run/failure.ts';
import { BREAK, CONTINUE, DONE, type Execute } from '../run/frame.ts';
import { siteAt } from '../run/run.ts';
import { isTrue } from '../value/kind.ts';
import { compileHead } from './head.ts';
import { report } from './probe.ts';
import { compileRange } from './range.ts';
import type { Scope } from './scope.ts';

export function compileList({ nodes }: ListNode, scope: Scope): Execute {
  const steps = nodes.map((node) => compileNode(node, scope));
  if (steps.length === 1) return steps[0] as Execute;
  // Counted, as in the other loops that run for every node: going through a list costs V8 more before it optimises.
  return (frame, dot) => {
    for (let index = 0; index < steps.length; index++) {
      const outcome = (steps[index] as Execute)(frame, dot);
      if (outcome !== DONE) return outcome;
    }
    return DONE;
  };
}

/** Compiled when it first runs: which branches are taken is up to the values, and most never are. */
export function lazyList(node: ListNode, scope: Scope): Execute {
  let compiled: Execute | undefined;
  return (frame, dot) => {
    compiled ??= compileList(node, scope);
    return compiled(frame, dot);
  };
}

function compileNode(node: Node, scope: Scope): Execute {
  switch (node.type) {
    case 'text': return text(node.text, node.at);
    case 'action': return action(node, scope);
    case 'if': return condition(node, scope);
    case 'with': return within(node, scope);
    case 'range': return compileRange(node, scope);
    case 'template': return call(node, scope);
    case 'break': return () => BREAK;
    case 'continue': return () => CONTINUE;
  }
}

function text(content: string, at: number): Execute {
  return ({ run }) => {
    run.write(content, at, 1);
    return DONE;
  };
}

function action(node: ActionNode, scope: Scope): Execute {
  const { base = 0 } = node;
  const evaluate = compileHead(node, scope);
  const { at } = node;
  const silent = node.shared === undefined && node.pipe.declares.length > 0;
  return (frame, dot) => {
    if (frame.run.options.probe !== undefined) report(frame, dot, node);
    frame.base = base;
    const value = evaluate(frame, dot);
    if (silent) return DONE;
    const content = printed(value);
    try {
      frame.run.write(content, at, 0);
    } catch (error) {
      throw limited(error, frame, node);
    }
    return DONE;
  };
}

function limited(error: unknown, frame: Parameters<Execute>[0], node: ActionNode): unknown {
  if (error instanceof LimitError) error.trail.push(siteAt(frame, node.at, () => printNode(node.pipe)));
  return error;
}

function condition(node: BranchNode, scope: Scope): Execute {
  const { body, otherwise } = node;
  const { base = 0 } = node;
  const evaluate = compileHead(node, scope);
  const then = lazyList(body, scope);
  const or = otherwise === undefined ? undefined : lazyList(otherwise, scope);
  return (frame, dot) => {
    if (frame.run.options.probe !== undefined) report(frame, dot, node);
    frame.base = base;
    if (isTrue(evaluate(frame, dot))) return then(frame, dot);
    return or === undefined ? DONE : or(frame, dot);
  };
}

function within(node: BranchNode, scope: Scope): Execute {
  const { body, otherwise } = node;
  const { base = 0 } = node;
  const evaluate = compileHead(node, scope);
  const then = lazyList(body, { ...scope, elementDot: false });
  const or = otherwise === undefined ? undefined : lazyList(otherwise, scope);
  return (frame, dot) => {
    if (frame.run.options.probe !== undefined) report(frame, dot, node);
    frame.base = base;
    const value = evaluate(frame, dot);
    if (isTrue(value)) return then(frame, value);
    return or === undefined ? DONE : or(frame, dot);
  };
}

function call(node: TemplateNode, scope: Scope): Execute {
  const evaluate = node.pipe === undefined ? undefined : scope.compiler.pipe(node.pipe, scope);
  return (frame, dot) => {
    const { run, set } = frame;
    if (run.options.probe !== undefined) report(frame, dot, node);
    const template = set.find(node.name);
    const site = siteAt(frame, node.at, () => printNode(node));
    if (template === undefined) throw new ExecError(site, `template ${quote(node.name)} not defined`);
    frame.base = 0;
    const value = evaluate?.(frame, dot);
    try {
      run.unmarked(node.at, () => run.call(template, set, value));
    } catch (error) {
      if (error instanceof ExecError || error instanceof LimitError) error.trail.push(site);
      throw error;
    }
    return DONE;
  };
}
