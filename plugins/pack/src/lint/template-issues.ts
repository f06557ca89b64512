import type { Extensions, Issue, Pack, TemplateEngine } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { loadEngines } from '../render/engines.ts';
import { allPacks } from '../render/pack-tree.ts';
import { templateFiles } from '../render/template-files.ts';
import { decodeText } from '../source/decode-text.ts';

/** What the engines find in templates without rendering them, and files that nothing will render. */
export async function templateIssues(root: Pack, extensions: Extensions<TemplateEngine>): Promise<readonly Issue[]> {
  const packs = allPacks(root);
  const engines = await loadEngines(packs, extensions);
  return packs.flatMap((pack) => templateFiles(pack, engines.suffixes).flatMap(({ name, shown, file, role, suffix }): readonly Issue[] => {
    if (role === 'ignored') return [ignoredIssue(shown)];
    if (role === 'crd' && suffix === '') return [];
    const source = { name, text: decodeText(file.content, shown), partial: role === 'partial' };
    const { issues } = engines.engineFor(pack, suffix).parse(source, pack.engine.options);
    return issues.map((issue) => (issue.location?.file === name ? { ...issue, location: { ...issue.location, file: shown } } : issue));
  }));
}

function ignoredIssue(file: string): Issue {
  const { code, message, hint, location } = errors.TEMPLATE_IGNORED(file);
  return { severity: 'warning', code, message, hint, location };
}
