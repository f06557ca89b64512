import { errors } from './errors.ts';

type Labels = Readonly<Record<string, string>>;

const SET = /^(\S+)\s+(in|notin)\s+\(([^)]*)\)$/;
const EQUALITY = /^([^\s!=]+)\s*(==|=|!=)\s*(\S*)$/;
const PRESENCE = /^(!?)\s*([A-Za-z0-9][\w./-]*)$/;

/**
 * Reads a Kubernetes label selector.
 *
 * @throws RELEASE_SELECTOR_INVALID
 */
export function parseSelector(text: string): (labels: Labels) => boolean {
  const terms = text.split(/,(?![^(]*\))/).map((term) => term.trim()).filter(Boolean).map((term) => parseTerm(term, text));
  return (labels) => terms.every((holds) => holds(labels));
}

function parseTerm(term: string, text: string): (labels: Labels) => boolean {
  const [, setName, operator, list] = SET.exec(term) ?? [];
  if (setName !== undefined) {
    const values = (list ?? '').split(',').map((value) => value.trim());
    return (labels) => values.includes(labels[setName] ?? '\0') === (operator === 'in');
  }
  const [, name, sign, value] = EQUALITY.exec(term) ?? [];
  if (name !== undefined) return (labels) => (labels[name] === value) === (sign !== '!=');
  const [, not, present] = PRESENCE.exec(term) ?? [];
  if (present === undefined) throw errors.SELECTOR_INVALID(text);
  return (labels) => Object.hasOwn(labels, present) === (not === '');
}
