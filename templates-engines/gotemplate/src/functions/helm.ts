import { isObject, type LookupQuestion } from '@sherpack/plugin-api';
import { quote } from '../format/quote.ts';
import { FunctionError } from '../run/failure.ts';
import type { Frame } from '../run/frame.ts';
import { TemplateSet } from '../run/template.ts';
import { fromJson } from '../value/from-json.ts';
import { GoMap } from '../value/map.ts';
import { fn, type FunctionGroup } from './signature.ts';

function include(frame: Frame, name: string, data: unknown): string {
  const template = frame.set.find(name);
  if (template === undefined) throw new FunctionError(`template: no template ${quote(name)} associated with template "gotpl"`);
  return frame.run.capture(template, frame.set, data ?? undefined);
}

/** The text sees all templates, and what it defines itself. */
function tpl(frame: Frame, text: string, data: unknown): string {
  const { run } = frame;
  run.charge(1 + (text.length >>> 6));
  if (!text.includes(frame.template.unit.delimiters.left)) return withoutNoValue(frame, text);
  const loaded = run.options.loadText(text, frame.template.unit);
  const [error] = loaded.errors;
  if (error !== undefined) throw new FunctionError(`cannot parse template ${quote(text)}: template: ${loaded.unit.name}:${loaded.unit.line(error.at)}: ${error.message}`);
  const set = new TemplateSet(frame.set);
  set.add(loaded.definitions);
  return withoutNoValue(frame, run.capture(loaded.main, set, data ?? undefined));
}

function withoutNoValue({ run }: Frame, text: string): string {
  return run.options.keepNoValue || !text.includes('<no value>') ? text : text.replaceAll('<no value>', '');
}

/** What was not asked before is found out later; until then there is nothing. */
function lookup(frame: Frame, apiVersion: string, kind: string, namespace: string, name: string): unknown {
  const { options, missing } = frame.run;
  const question: LookupQuestion = { apiVersion, kind, namespace, name };
  const answer = options.answers.lookup(question);
  if (answer !== undefined) return isNobodysList(answer) ? new GoMap() : fromJson(answer, new WeakMap());
  missing.set(JSON.stringify([apiVersion, kind, namespace, name]), question);
  return new GoMap();
}

/** What is answered without a cluster: there Helm gives an empty map, without `items`. A list of a cluster has a kind. */
function isNobodysList(answer: unknown): boolean {
  return isObject(answer) && answer['kind'] === undefined && Array.isArray(answer['items']) && answer['items'].length === 0;
}

export const helm: FunctionGroup = {
  include: fn('string any', include),
  tpl: fn('string any', tpl),
  lookup: fn('string string string string', lookup),
  // Templates do not ask the network; this is what Helm gives without --enable-dns.
  getHostByName: fn('string', () => ''),
};
