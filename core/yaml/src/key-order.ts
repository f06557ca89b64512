/**
 * The same value with the members of every object in the order of their UTF-16 code units; parts that are so already are
 * not copied.
 *
 * @returns undefined where JavaScript would not keep the order: names that are numbers go before all others
 */
export function inKeyOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? entriesInOrder(value) : membersInOrder(value as Record<string, unknown>);
}

function entriesInOrder(list: readonly unknown[]): unknown {
  let copy: unknown[] | undefined;
  for (const [index, entry] of list.entries()) {
    const ordered = inKeyOrder(entry);
    if (ordered === entry) continue;
    if (ordered === undefined) return undefined;
    copy ??= [...list];
    copy[index] = ordered;
  }
  return copy ?? list;
}

function membersInOrder(members: Record<string, unknown>): unknown {
  if ('toJSON' in members) return undefined;
  const names = Object.keys(members);
  let isSame = names.every((name, index) => index === 0 || (names[index - 1] as string) < name);
  if (!isSame) names.sort();
  const copy: Record<string, unknown> = {};
  for (const name of names) {
    if (isKeptOutOfOrder(name)) return undefined;
    const member = members[name];
    const ordered = inKeyOrder(member);
    if (ordered !== member) {
      if (ordered === undefined) return undefined;
      isSame = false;
    }
    copy[name] = ordered;
  }
  return isSame ? members : copy;
}

/** A digit at the beginning is enough to be careful. */
function isKeptOutOfOrder(name: string): boolean {
  const code = name.charCodeAt(0);
  return (code >= 0x30 && code <= 0x39) || name === '__proto__';
}
