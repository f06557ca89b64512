export type Labels = Readonly<Record<string, string>>;
export type LabelMatcher = (labels: Labels) => boolean;

const SET = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/;
const EQUALITY = /^([^\s!=]+)\s*(==|=|!=)\s*(\S*)$/;
const PRESENCE = /^(!?)\s*([A-Za-z0-9][\w./-]*)$/;

/**
 * Reads a label selector as `kubectl -l` takes it: `app=web,tier in (a,b),!canary`. An empty one matches everything.
 *
 * @returns undefined when the text is no selector
 */
export function parseLabelSelector(text: string): LabelMatcher | undefined {
  const terms = text.split(/,(?![^(]*\))/).map((term) => term.trim()).filter(Boolean).map(parseTerm);
  const read = terms.filter((term) => term !== undefined);
  return read.length === terms.length ? (labels) => read.every((holds) => holds(labels)) : undefined;
}

function parseTerm(term: string): LabelMatcher | undefined {
  const [, setName, operator, list] = SET.exec(term) ?? [];
  if (setName !== undefined) {
    const values = (list ?? '').split(',').map((value) => value.trim());
    return (labels) => values.includes(labels[setName] ?? '\0') === (operator === 'in');
  }
  const [, name, sign, value] = EQUALITY.exec(term) ?? [];
  if (name !== undefined) return (labels) => (labels[name] === value) === (sign !== '!=');
  const [, not, present] = PRESENCE.exec(term) ?? [];
  return present === undefined ? undefined : (labels) => Object.hasOwn(labels, present) === (not === '');
}
