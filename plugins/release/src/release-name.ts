import { randomInt } from 'node:crypto';
import { errors } from './errors.ts';

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const MAX_NAME = 53;

/** @throws RELEASE_NAME_INVALID unless it is a DNS-1123 subdomain of at most 53 characters, as for Helm */
export function checkReleaseName(name: string): string {
  if (name.length > MAX_NAME) throw errors.NAME_INVALID(name, `it has ${name.length} characters`);
  if (!NAME.test(name)) throw errors.NAME_INVALID(name, name === '' ? 'it is empty' : 'it has other characters');
  return name;
}

/** As Helm: the last part of the pack's reference without its version, and the time. */
export function generateName(pack: string, now: number): string {
  const base = pack.replace(/[/\\]+$/, '').split(/[/\\]/).at(-1) ?? '';
  const plain = base.replace(/(-\d+\.\d+\.\d+.*)?(\.tar\.gz|\.tgz)$/, '').replace(/[:@].*$/, '').toLowerCase();
  const name = plain.replace(/[^a-z0-9-]+/g, '-').replace(/^-+|-+$/g, '') || 'pack';
  const suffix = String(Math.floor(now / 1000));
  return `${name.slice(0, MAX_NAME - suffix.length - 1).replace(/-+$/, '')}-${suffix}`;
}

const ALPHABETS: Readonly<Record<string, string>> = Object.freeze({
  randalphanum: 'abcdefghijklmnopqrstuvwxyz0123456789',
  randalpha: 'abcdefghijklmnopqrstuvwxyz',
  randnumeric: '0123456789',
});

/**
 * The part of Go templates that names are made with: `web-{{randAlphaNum 5 | lower}}`.
 *
 * @throws RELEASE_TEMPLATE_UNSUPPORTED
 */
export function nameFromTemplate(template: string, now: number): string {
  return template.replace(/\{\{-?\s*(.*?)\s*-?\}\}/g, (_all, expression: string) => fill(expression, template, now));
}

function fill(expression: string, template: string, now: number): string {
  const [call = '', ...pipes] = expression.split('|').map((part) => part.trim());
  if (call === 'now' && pipes.length === 0) return String(Math.floor(now / 1000));
  const [, name, count] = /^(rand[A-Za-z]+) (\d{1,2})$/.exec(call) ?? [];
  const alphabet = ALPHABETS[name?.toLowerCase() ?? ''];
  if (alphabet === undefined || pipes.some((pipe) => pipe !== 'lower')) throw errors.TEMPLATE_UNSUPPORTED(template);
  return Array.from({ length: Number(count) }, () => alphabet[randomInt(alphabet.length)]).join('');
}
