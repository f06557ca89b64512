import type { Manifest, Revision } from '@sherpack/plugin-api';

/** Tells of a manifest whether the revision before was deployed with the same one, to the letter. */
export type IsRepeated = (manifest: Manifest) => boolean;

export function repeatedManifests(previous: Revision | undefined): IsRepeated {
  if (previous?.status !== 'deployed') return () => false;
  const texts = new Set(previous.manifests.map(({ template, text }) => keyOf(template, text)));
  // What a tap has put in the place of an object is not what the text says.
  return ({ object, rendered, source, text }) => (rendered === undefined || rendered === object) && texts.has(keyOf(source.template, text));
}

function keyOf(template: string, text: string): string {
  return `${template}\0${text}`;
}
