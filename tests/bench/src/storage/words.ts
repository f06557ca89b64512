import { seededRandom } from '../../../seeded-random.ts';

const WORDS = `the a of to in is that for on with as by be this are from at or an must may not when will has it its can if which
pod pods container containers volume volumes node nodes selector label labels field object objects resource resources request
requests limit limits value values name names namespace default optional required list map key keys match matches expression
status condition conditions ready controller cluster service services port ports address host path policy rule rules secret
reference timeout seconds interval metric metrics query alert alerts target targets endpoint endpoints scheme certificate
enables disables specifies describes defines sets contains holds refers applies overrides ignores replaces drops keeps rewrites`.split(/\s+/);

const POOL = 160;

/**
 * Descriptions as real definitions have them: most stand in many places, for they come with the types of Kubernetes.
 * Calibrated on kube-prometheus-stack: zstd -19 makes of its content a quarter of what Helm stores (92 KB, 363 KB).
 */
export function description(random: () => number): string {
  const common = random() < 0.8;
  if (!common) return sentence(random, 8 + Math.floor(random() * 20));
  const index = Math.floor(random() * random() * POOL);
  return sentence(seededRandom(50_000 + index), 6 + (index % 40));
}

/** A sentence of few words, never in the same order. */
export function sentence(random: () => number, words: number): string {
  const chosen = Array.from({ length: words }, () => WORDS[Math.floor(random() * random() * WORDS.length)] ?? 'the');
  const text = chosen.join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A camelCase name of a field. */
export function fieldName(random: () => number): string {
  const [first = 'a', second = 'b'] = [0, 1].map(() => WORDS[40 + Math.floor(random() * (WORDS.length - 40))] ?? 'field');
  return `${first}${second.charAt(0).toUpperCase()}${second.slice(1)}`;
}
