import type { ReadinessRule } from '@sherpack/plugin-api';

/** Every gateway says for itself whether it takes the route, and of which generation it speaks; one of them is enough to serve it. */
const rule: ReadinessRule = {
  readyWhen: [
    'status.parents.exists(p, p.conditions.exists(c, c.type == "Accepted" && c.status == "True" && c.observedGeneration >= metadata.generation))',
    'status.parents.all(p, !p.conditions.exists(c, c.type == "ResolvedRefs" && c.status == "False"))',
  ].join(' && '),
  progress: '"accepted by " + string(status.parents.filter(p, p.conditions.exists(c, c.type == "Accepted" && c.status == "True")).size()) + " of " + string(status.parents.size()) + " gateways"',
};

export default rule;
