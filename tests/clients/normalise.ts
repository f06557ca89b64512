/** What differs between two clusters without any fault of theirs. */
interface Rule {
  readonly what: string;
  readonly pattern: RegExp;
  readonly by: string;
}

const ADDRESS = String.raw`(?:\d{1,3}\.){3}\d{1,3}`;
const AGE = String.raw`(?:\d+[smhd]|\d+m\d+s|\d+h\d+m|\d+d\d+h|<unknown>)`;
const WEEKDAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
/** The letters of generated names: no vowels, nothing that looks like another sign. */
const LETTER = '[bcdfghjklmnpqrstvwxz2456789]';

/** In this order. Nothing else is changed but what `normalise` says besides. */
const rules: readonly Rule[] = [
  { what: "client-go's note that a watch was cut when the program that waited ended", pattern: /^[IWE]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ reflector\.go:\d+\] .*context canceled.*\n/gm, by: '' },
  { what: "client-go's note that it sends no more requests in a second than it may", pattern: /^[IWE]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ request\.go:\d+\] .*client-side throttling.*\n/gm, by: '' },
  { what: 'the heading over nothing that this may leave', pattern: /^--- on standard error:\n(?=--- |$(?!\n))/gm, by: '' },
  { what: 'uids', pattern: /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, by: '<uid>' },
  { what: 'times as in JSON', pattern: /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, by: '<time>' },
  { what: 'times as Go prints them', pattern: /\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4} UTC/g, by: '<time>' },
  { what: 'times as describe prints them', pattern: new RegExp(`\\b${WEEKDAY}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}`, 'g'), by: '<time>' },
  { what: 'times as helm prints them', pattern: new RegExp(`\\b${WEEKDAY} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}`, 'g'), by: '<time>' },
  { what: 'times as helm labels its records with them', pattern: /\bmodifiedAt=\d+/g, by: 'modifiedAt=<time>' },
  { what: 'how the client proved who it is', pattern: /^Extra: authentication.kubernetes.io\/credential-id.*\n/gm, by: '' },
  { what: 'whether the last look at a Service found news of its addresses', pattern: /^ *annotations:\n *endpoints\.kubernetes\.io\/last-change-trigger-time: .*\n/gm, by: '' },
  { what: 'resource versions', pattern: /(resourceVersion"?: "?|Resource Version:\s+)\d+/g, by: '$1<version>' },
  { what: 'addresses of servers', pattern: new RegExp(`https?://${ADDRESS}:\\d+(?:/token/[\\w-]+)?`, 'g'), by: '<server>' },
  { what: 'addresses', pattern: new RegExp(`\\b${ADDRESS}\\b`, 'g'), by: '<address>' },
  { what: 'ports that a Service was given on the nodes', pattern: /\b3[0-2]\d{3}\b/g, by: '<nodePort>' },
  { what: 'ages with how often and how long', pattern: new RegExp(`(?<=^|[\\s(])${AGE}(?: \\(x\\d+ over ${AGE}\\)| ago)?(?=\\s|\\)|$)`, 'gm'), by: '<age>' },
  { what: 'names of events', pattern: /\.[0-9a-f]{14,16}\b/g, by: '.<event>' },
  { what: 'names of Jobs that a CronJob made', pattern: /-29\d{6}\b/g, by: '-<minute>' },
  { what: 'generated ends of names', pattern: new RegExp(`-(?:${LETTER}{5,10}-)?${LETTER}{5,10}\\b`, 'g'), by: '-<name>' },
  { what: 'hashes in labels', pattern: new RegExp(`(pod-template-hash|controller-revision-hash|controller.kubernetes.io/hash)([=:] ?"?)(${LETTER}{5,10})`, 'g'), by: '$1$2<hash>' },
  { what: 'folders that kubectl diff makes', pattern: /\/(LIVE|MERGED)-\d+/g, by: '/$1' },
  { what: 'widths of columns, which follow from the above', pattern: /(?<=\S)(?:[ \t]{2,}|\t)/g, by: '  ' },
  { what: 'the same at the end of lines', pattern: /[ \t]+$/gm, by: '' },
];

/** Makes the outputs of one command on two clusters comparable. `node` is the name of the cluster's node. */
export function normalise(line: string, output: string, node: string): string {
  const named = output.replaceAll(new RegExp(`(?<![\\w.-])${node}(?![\\w.-])`, 'g'), '<node>');
  const replaced = rules.reduce((text, { pattern, by }) => text.replaceAll(pattern, by), named);
  if (line.includes(' rollout status ')) return withoutProgress(replaced);
  if (line.includes(' drain ')) return inAnyOrder(replaced);
  if (line.includes(' explain ')) return withoutProse(replaced);
  if (line.includes(' endpointslices ')) return replaced.replaceAll(/generation: \d+/g, 'generation: <n>'); // Counts how often the addresses were written anew.
  return withSortedEvents(line, withSortedRows(replaced));
}

/** What a rollout went through depends on how fast it was; how it ended does not. */
function withoutProgress(output: string): string {
  return output.split('\n').filter((line) => !/^[Ww]aiting for /.test(line)).join('\n');
}

/** Pods are evicted side by side, and as often as there is time for. */
function inAnyOrder(output: string): string {
  return sorted([...new Set(output.split('\n'))]).join('\n');
}

/** The sandbox keeps no descriptions. Fields, types, enumerations and what is required stay. */
function withoutProse(output: string): string {
  return output.split('\n').filter((line) => line !== '' && !/^ {4}/.test(line)).join('\n');
}

/** Neighbours in a table whose names end in something generated stand in the order of that, and causes of a refusal in any. */
function withSortedRows(output: string): string {
  const isGenerated = (line: string | undefined): boolean => line !== undefined && /^(?:[\w.]+\/)?[\w.-]+-<(?:name|uid)> {2}/.test(line);
  // The real server finds what is wrong with a custom resource in the order of a Go map, which is none.
  const isCause = (line: string | undefined): boolean => line?.startsWith('* ') === true;
  const runs = output.split('\n').reduce<string[][]>((groups, line) => {
    const last = groups.at(-1);
    if (last && ((isGenerated(line) && isGenerated(last[0])) || (isCause(line) && isCause(last[0])))) last.push(line);
    else groups.push([line]);
    return groups;
  }, []);
  return runs.flatMap((run) => sorted(run)).join('\n');
}

/** Whether the scheduler met a pod before its volume was bound is a race, which the pod's end state does not show. */
const race = /FailedScheduling .*(?:unbound immediate PersistentVolumeClaims|persistentvolumeclaim "\S+" not found)/;

/** How often a controller tried in vain depends on how long it had for it. */
const attempt = /FailedCreate .*is forbidden/;

/** Events come in the order in which they were written down. */
function withSortedEvents(line: string, output: string): string {
  if (/ events?\b/.test(line)) return comparable(output.split('\n')).join('\n');
  const parts = output.split(/^(Events:\n(?:.*\n){2})/m);
  if (parts.length < 3) return output;
  return parts.map((part, i) => (i > 0 && parts[i - 1]?.startsWith('Events:') ? sortBlock(part) : part)).join('');
}

function sortBlock(text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('  '));
  return [...comparable(lines.slice(0, end)), ...lines.slice(end)].join('\n');
}

/** Of more than ten different events of one reason about one object client-go combines some, and leaves to chance which (PopAny in events_cache.go). */
function withoutCombined(lines: readonly string[]): readonly string[] {
  const heads = lines.flatMap((line) => (attempt.test(line) ? [] : (/^(.*)\(combined from similar events\): /.exec(line)?.[1] ?? [])));
  return lines.filter((line) => !heads.some((head) => line.startsWith(head)));
}

function comparable(all: readonly string[]): readonly string[] {
  const lines = withoutCombined(all);
  const plain = lines.filter((line) => !race.test(line)).map((line) => (attempt.test(line) ? line.replace('(combined from similar events): ', '') : line));
  return sorted(plain.filter((line, i) => !attempt.test(line) || plain.indexOf(line) === i));
}

function sorted(lines: readonly string[]): readonly string[] {
  return lines.toSorted((a, b) => (a < b ? -1 : 1));
}
