/** A chart as people write them, and values besides the defaults that it is compared with. */
export interface RealisticChart {
  readonly files: Readonly<Record<string, string>>;
  readonly flags: Readonly<Record<string, readonly string[]>>;
  /** Templates that have to stay Go templates, with a word of the reason. */
  readonly stay?: Readonly<Record<string, RegExp>>;
}

const HELPERS = `{{/* The name of everything. */}}
{{- define "app.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}
{{- define "app.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- if .Chart.AppVersion }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}
`;

function head(apiVersion: string, kind: string): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: {{ include "app.fullname" . }}\n  labels:\n    {{- include "app.labels" . | nindent 4 }}\n`;
}

function chart(values: string, templates: Readonly<Record<string, string>>, flags: RealisticChart['flags'], stay?: RealisticChart['stay']): RealisticChart {
  const named = Object.fromEntries(Object.entries(templates).map(([name, text]) => [`templates/${name}`, text]));
  return {
    files: { 'Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\nappVersion: "2.1"\n', 'values.yaml': values, 'templates/_helpers.tpl': HELPERS, ...named },
    flags, ...(stay === undefined ? {} : { stay }),
  };
}

export const REALISTIC: Readonly<Record<string, RealisticChart>> = {
  'a web application': chart('replicas: 2\nimage: {repository: nginx, tag: ""}\nresources: {}\npodAnnotations: {}\nnodeSelector: {}\ntolerations: []\nautoscaling: {enabled: false}\n', {
    'deployment.yaml': `${head('apps/v1', 'Deployment')}spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicas }}
  {{- end }}
  template:
    metadata:
      {{- with .Values.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
          resources:
            {{- toYaml .Values.resources | nindent 12 }}
      {{- with .Values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.tolerations }}
      tolerations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
`,
  }, { setJson: ['resources={"limits":{"cpu":"1"}}', 'podAnnotations={"a":"b"}', 'tolerations=[{"key":"x","operator":"Exists"}]'], set: ['autoscaling.enabled=true', 'image.tag=1.27'] }),
  'an ingress with hosts, paths and certificates': chart('ingress: {enabled: true, className: "", annotations: {}, hosts: [{host: a.example.com, paths: [{path: /, pathType: Prefix}]}], tls: []}\nport: 80\n', {
    'ingress.yaml': `{{- if .Values.ingress.enabled -}}
{{- $fullName := include "app.fullname" . -}}
{{- $port := .Values.port -}}
${head('networking.k8s.io/v1', 'Ingress')}  {{- with .Values.ingress.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- if .Values.ingress.className }}
  ingressClassName: {{ .Values.ingress.className }}
  {{- end }}
  {{- if .Values.ingress.tls }}
  tls:
    {{- range .Values.ingress.tls }}
    - hosts:
        {{- range .hosts }}
        - {{ . | quote }}
        {{- end }}
      secretName: {{ .secretName }}
    {{- end }}
  {{- end }}
  rules:
    {{- range .Values.ingress.hosts }}
    - host: {{ .host | quote }}
      http:
        paths:
          {{- range .paths }}
          - path: {{ .path }}
            pathType: {{ .pathType | default "ImplementationSpecific" }}
            backend: {service: {name: {{ $fullName }}, port: {number: {{ $port }}}}}
          {{- end }}
    {{- end }}
{{- end }}
`,
  }, { setJson: ['ingress.tls=[{"hosts":["a.example.com","b.example.com"],"secretName":"cert"}]', 'ingress.hosts=[{"host":"b","paths":[{"path":"/x"},{"path":"/y","pathType":"Exact"}]}]'], set: ['ingress.className=nginx'] }),
  'a config map out of a map': chart('config: {a: "1", b: two}\nlevels: [info, debug]\n', {
    'configmap.yaml': `${head('v1', 'ConfigMap')}data:
  {{- range $key, $value := .Values.config }}
  {{ $key }}: {{ $value | quote }}
  {{- end }}
  levels: {{ join "," .Values.levels | quote }}
  first: {{ first .Values.levels | upper | quote }}
  all: {{ toJson .Values.config | quote }}
`,
  }, { set: ['config.c=3', 'levels={warn,error,fatal}'] }),
  'a secret that is made or named': chart('existing: ""\npassword: secret\nuser: admin\n', {
    'secret.yaml': `{{- if not .Values.existing }}
${head('v1', 'Secret')}type: Opaque
data:
  user: {{ .Values.user | b64enc | quote }}
  password: {{ required "a password is needed" .Values.password | b64enc | quote }}
{{- end }}
`,
    'pod.yaml': `${head('v1', 'Pod')}spec:\n  containers:\n    - name: x\n      envFrom: [{secretRef: {name: {{ default (include "app.fullname" .) .Values.existing }}}}]\n`,
  }, { set: ['existing=mine'] }),
  'a stateful set with a volume or without': chart('persistence: {enabled: true, size: 1Gi, storageClass: "-", accessModes: [ReadWriteOnce]}\n', {
    'statefulset.yaml': `${head('apps/v1', 'StatefulSet')}spec:
  serviceName: {{ include "app.fullname" . }}-headless
  {{- if .Values.persistence.enabled }}
  volumeClaimTemplates:
    - metadata: {name: data}
      spec:
        accessModes:
          {{- range .Values.persistence.accessModes }}
          - {{ . | quote }}
          {{- end }}
        {{- if .Values.persistence.storageClass }}
        {{- if (eq "-" .Values.persistence.storageClass) }}
        storageClassName: ""
        {{- else }}
        storageClassName: {{ .Values.persistence.storageClass | quote }}
        {{- end }}
        {{- end }}
        resources: {requests: {storage: {{ .Values.persistence.size | quote }}}}
  {{- else }}
  template: {spec: {volumes: [{name: data, emptyDir: {}}]}}
  {{- end }}
`,
  }, { set: ['persistence.storageClass=fast', 'persistence.size=5Gi'] }),
  'roles for service accounts': chart('rbac: {create: true, rules: [{apiGroups: [""], resources: [pods], verbs: [get, list]}]}\nserviceAccount: {create: true, name: ""}\n', {
    'rbac.yaml': `{{- if .Values.rbac.create }}
${head('rbac.authorization.k8s.io/v1', 'Role')}rules:
  {{- toYaml .Values.rbac.rules | nindent 2 }}
---
${head('rbac.authorization.k8s.io/v1', 'RoleBinding')}roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ include "app.fullname" . }}
subjects:
  - kind: ServiceAccount
    name: {{ .Values.serviceAccount.create | ternary (default (include "app.fullname" .) .Values.serviceAccount.name) (default "default" .Values.serviceAccount.name) }}
    namespace: {{ .Release.Namespace }}
{{- end }}
`,
  }, { set: ['serviceAccount.create=false', 'serviceAccount.name=robot'] }),
  'several workers by one definition': chart('workers: [{name: mail, replicas: 2, args: [--queue, mail]}, {name: image, replicas: 1}]\nimage: busybox\n', {
    '_worker.tpl': `{{- define "app.worker" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "app.fullname" .root }}-{{ .worker.name }}
  labels:
    {{- include "app.labels" .root | nindent 4 }}
spec:
  replicas: {{ .worker.replicas }}
  template:
    spec:
      containers:
        - image: {{ .root.Values.image }}
          {{- with .worker.args }}
          args: {{ toJson . }}
          {{- end }}
{{- end }}
`,
    'workers.yaml': '{{- range .Values.workers }}\n---\n{{ include "app.worker" (dict "root" $ "worker" .) }}\n{{- end }}\n',
  }, { setJson: ['workers=[{"name":"solo","replicas":3,"args":["x"]}]'] }),
  'a scaler and a budget by version and numbers': chart('min: 1\nmax: 5\ncpu: 80\nmemory: 0\nbudget: {minAvailable: "", maxUnavailable: 1}\n', {
    'hpa.yaml': `{{- if gt (int .Values.max) (int .Values.min) }}
${head('autoscaling/v2', 'HorizontalPodAutoscaler')}spec:
  minReplicas: {{ .Values.min }}
  maxReplicas: {{ mul .Values.max 2 }}
  metrics:
    {{- if .Values.cpu }}
    - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: {{ .Values.cpu }}}}}
    {{- end }}
    {{- if .Values.memory }}
    - {type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: {{ .Values.memory }}}}}
    {{- end }}
{{- end }}
`,
    'pdb.yaml': `${head('{{ if semverCompare ">=1.21-0" .Capabilities.KubeVersion.Version }}policy/v1{{ else }}policy/v1beta1{{ end }}', 'PodDisruptionBudget')}spec:
  {{- if .Values.budget.minAvailable }}
  minAvailable: {{ .Values.budget.minAvailable }}
  {{- else }}
  maxUnavailable: {{ .Values.budget.maxUnavailable | default 1 }}
  {{- end }}
`,
  }, { set: ['memory=70', 'cpu=0', 'budget.minAvailable=2'] }),
  'a job before the upgrade': chart('migrate: {enabled: true, command: ["bin/migrate", "--all"], env: []}\n', {
    'job.yaml': `{{- if and .Values.migrate.enabled .Values.migrate.command }}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ printf "%s-migrate-%d" (include "app.fullname" .) .Release.Revision }}
  annotations:
    "helm.sh/hook": pre-install,pre-upgrade
    "helm.sh/hook-weight": "5"
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - command: [{{ range $i, $e := .Values.migrate.command }}{{ if $i }}, {{ end }}{{ $e | quote }}{{ end }}]
          {{- with .Values.migrate.env }}
          env:
            {{- toYaml . | nindent 12 }}
          {{- end }}
{{- end }}
`,
  }, { setJson: ['migrate.env=[{"name":"A","value":"b"}]'] }),
  'a monitor if the cluster knows such a thing': chart('monitor: {enabled: true, labels: {}, interval: 30s}\n', {
    'monitor.yaml': `{{- if and .Values.monitor.enabled (.Capabilities.APIVersions.Has "monitoring.coreos.com/v1") }}
${head('monitoring.coreos.com/v1', 'ServiceMonitor')}    {{- with .Values.monitor.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  endpoints: [{port: http, interval: {{ .Values.monitor.interval }}}]
{{- end }}
`,
    'service.yaml': `${head('v1', 'Service')}spec:\n  ports: [{port: 80}]\n`,
    'NOTES.txt': 'Installed {{ .Chart.Name }} {{ .Chart.Version }} as {{ .Release.Name }}.\n{{- if .Values.monitor.enabled }}\nIt is watched.\n{{- end }}\n',
  }, { apiVersions: ['monitoring.coreos.com/v1'], set: ['monitor.labels.team=a'] }),
  'parts that have no counterpart': chart('extra: "a: {{ .Release.Name }}"\nnumber: 1\n', {
    'extra.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: extra}\ndata:\n  {{- tpl .Values.extra . | nindent 2 }}\n',
    'variable.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: variable}\ndata:\n  {{- $x := "1" }}\n  {{- if .Values.number }}\n  {{- $x = "2" }}\n  {{- end }}\n  x: {{ $x | quote }}\n',
    'plain.yaml': `${head('v1', 'ConfigMap')}data: {n: {{ .Values.number | quote }}}\n`,
  }, { set: ['number=0'] }, { 'templates/extra.yaml': /tpl reads texts/, 'templates/variable.yaml': /no variables that change/ }),
};
