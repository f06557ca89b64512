import { fileURLToPath } from 'node:url';
import { testPackFormat } from '@sherpack/plugin-kit/suites/pack-format';
import { testPlugin } from '@sherpack/plugin-kit/test-plugin';
import { describe, expect, it } from 'vitest';
import plugin from './plugin.ts';

const runner = { describe, it, expect };

testPlugin(plugin, { folder: fileURLToPath(new URL('..', import.meta.url)), runner });

testPackFormat({
  key: 'Chart.yaml',
  load: () => import('./formats/helm.ts'),
  files: {
    'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.2.0\n',
    'values.yaml': 'replicas: 2\nflag: yes\n',
    'templates/a.yaml': 'kind: {{ .Values.kind }}\n',
    'templates/_b.tpl': '{{ define "b" }}{{ end }}\n',
    'templates/NOTES.txt': 'done\n',
    'crds/c.yaml': 'kind: CustomResourceDefinition\n',
    'files/d.txt': 'd\n',
  },
  name: 'web',
  version: '1.2.0',
  values: { replicas: 2, flag: true },
  roles: {
    'Chart.yaml': 'ignored', 'values.yaml': 'ignored', 'templates/a.yaml': 'manifest', 'templates/_b.tpl': 'partial', 'templates/NOTES.txt': 'notes', 'crds/c.yaml': 'crd', 'files/d.txt': 'ignored',
  },
  readable: ['files/d.txt', 'crds/c.yaml'],
  unreadable: ['Chart.yaml', 'values.yaml', 'templates/a.yaml'],
  broken: ['apiVersion: v2\nname: web\n', 'apiVersion: v7\nname: web\nversion: 1.0.0\n', 'apiVersion: [v2\n', '- a list\n', ''],
  ignoring: { text: '# remark\n*.bak\nsecret/\n', ignored: ['a.bak', 'files/b.bak'], kept: ['a.yaml', 'files/secret'] },
  adopted: { manifest: { metadata: { name: 'own', version: '1.2.3' }, engine: { compatible: 'helm' } }, values: { replicas: 2, flag: true } },
}, runner);
