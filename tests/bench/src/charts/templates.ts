/** Definitions as `helm create` writes them. */
export function helperFile(): string {
  return `{{- define "bench.fullname" -}}
{{- printf "%s-%s" .Release.Name (default .Chart.Name .Values.nameOverride) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- define "bench.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}
{{- define "bench.image" -}}
{{- printf "%s/%s:%s" .root.Values.image.registry .part.image.repository (.part.image.tag | default .root.Chart.AppVersion) -}}
{{- end -}}
`;
}

/** Four documents that use what charts use: includes, loops, conditions, toYaml. */
export function componentFile(index: number): string {
  const name = `{{ include "bench.fullname" $ }}-part${index}`;
  const metadata = `metadata:\n  name: ${name}\n  namespace: {{ $.Release.Namespace }}\n  labels:\n    app: part${index}\n    {{- include "bench.labels" $ | nindent 4 }}`;
  return `{{- with .Values.components.part${index} }}
{{- if .enabled }}
apiVersion: apps/v1
kind: Deployment
${metadata}
spec:
  replicas: {{ .replicas }}
  selector:
    matchLabels: { app: part${index} }
  template:
    metadata:
      annotations:
        checksum/env: {{ .env | toJson | sha256sum }}
      labels:
        app: part${index}
    spec:
      containers:
        - name: main
          image: {{ include "bench.image" (dict "root" $ "part" .) | quote }}
          imagePullPolicy: {{ $.Values.image.pullPolicy }}
          ports:
            - { name: http, containerPort: {{ .port }} }
          env:
            {{- range $key, $value := .env }}
            - name: {{ $key }}
              value: {{ $value | quote }}
            {{- end }}
          resources:
            {{- toYaml .resources | nindent 12 }}
          {{- if and (gt (int .replicas) 1) (semverCompare ">=1.25-0" $.Capabilities.KubeVersion.Version) }}
          readinessProbe:
            httpGet: { path: /ready, port: http }
          {{- else }}
          startupProbe:
            tcpSocket: { port: http }
          {{- end }}
---
apiVersion: v1
kind: Service
${metadata}
spec:
  selector: { app: part${index} }
  ports:
    - { name: http, port: 80, targetPort: {{ .port }} }
---
apiVersion: v1
kind: ConfigMap
${metadata}
data:
  settings.conf: |
    {{- range $line := until (int $.Values.lines) }}
    upstream part${index}_{{ $line }} { server part{{ $line }}.{{ $.Release.Namespace }}.svc:{{ add 8000 $line }} max_fails=3 fail_timeout=30s; }
    {{- end }}
{{- if $.Values.networkPolicy.enabled }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
${metadata}
spec:
  podSelector:
    matchLabels: { app: part${index} }
  ingress:
    - ports:
        - port: {{ .port }}
{{- end }}
{{- end }}
{{- end }}
`;
}

const ALERTS = 8;

/** As generated rules stand in charts: text for another template language, escaped, and a condition before each rule. */
export function ruleFile(index: number): string {
  const rules = Array.from({ length: ALERTS }, (_, rule) => alert(`Group${index}Alert${rule}`, rule));
  return `{{- $kubeTargetVersion := default .Capabilities.KubeVersion.GitVersion .Values.kubeTargetVersionOverride }}
{{- if and (semverCompare ">=1.14.0-0" $kubeTargetVersion) (semverCompare "<9.9.9-9" $kubeTargetVersion) .Values.rules.enabled .Values.rules.groups.group${index} }}
apiVersion: monitoring.bench.example.com/v1
kind: Rule
metadata:
  name: {{ printf "%s-%s" (include "bench.fullname" .) "group-${index}" | trunc 63 | trimSuffix "-" }}
  labels:
    {{- include "bench.labels" . | nindent 4 }}
{{- if .Values.rules.labels }}
{{ toYaml .Values.rules.labels | indent 4 }}
{{- end }}
spec:
  groups:
  - name: group-${index}
    rules:
${rules.join('')}{{- end }}
`;
}

function alert(name: string, rule: number): string {
  return `{{- if not (.Values.rules.disabled.${name} | default false) }}
    - alert: ${name}
      annotations:
{{- if .Values.rules.annotations }}
{{ toYaml .Values.rules.annotations | indent 8 }}
{{- end }}
        description: The instance {{\`{{\`}} $labels.instance {{\`}}\`}} of {{\`{{\`}} $labels.job {{\`}}\`}} has been at {{\`{{\`}} $value | humanizePercentage {{\`}}\`}} for ${rule + 5} minutes.
        runbook_url: {{ .Values.rules.runbookUrl }}/${name.toLowerCase()}
      expr: |-
        sum by (instance, job) (rate(requests_total{code=~"5..", job="part"}[5m]))
          / on (instance, job) sum by (instance, job) (rate(requests_total{job="part"}[5m])) > 0.0${rule + 1}
      for: {{ dig "${name}" "for" "${rule + 5}m" .Values.rules }}
      labels:
        severity: {{ dig "${name}" "severity" "warning" .Values.rules }}
{{- end }}
`;
}
