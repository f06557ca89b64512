/** The templates of a new pack; `__NAME__` becomes its name. */
export const HELPERS = `{{!-- Definitions for the other templates. Files whose name begins with "_" give no output. --}}

{{!-- Name of the pack, as label. --}}
{{#define "__NAME__.name"}}
{{~ trimSuffix "-" (trunc 63 (default pack.name values.nameOverride)) ~}}
{{/define}}

{{!-- Name of all objects: at most 63 characters, for it is a DNS name. --}}
{{#define "__NAME__.fullname"}}
{{~#if values.fullnameOverride~}}
{{ trimSuffix "-" (trunc 63 values.fullnameOverride) }}
{{~else if (contains (include "__NAME__.name") release.name)~}}
{{ trimSuffix "-" (trunc 63 release.name) }}
{{~else~}}
{{ trimSuffix "-" (trunc 63 (printf "%s-%s" release.name (include "__NAME__.name"))) }}
{{~/if~}}
{{/define}}

{{!-- Labels that select the pods. They can never change. --}}
{{#define "__NAME__.selectorLabels"}}
app.kubernetes.io/name: {{ include "__NAME__.name" }}
app.kubernetes.io/instance: {{ release.name }}
{{~/define}}

{{#define "__NAME__.labels"}}
{{ include "__NAME__.selectorLabels" }}
app.kubernetes.io/version: {{ quote (default pack.version pack.appVersion) }}
sherpack.io/pack: {{ replace "+" "_" (printf "%s-%s" pack.name pack.version) }}
{{~/define}}

{{#define "__NAME__.serviceAccountName"}}
{{~#if values.serviceAccount.create~}}
{{ default (include "__NAME__.fullname") values.serviceAccount.name }}
{{~else~}}
{{ default "default" values.serviceAccount.name }}
{{~/if~}}
{{/define}}
`;

export const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "__NAME__.fullname" }}
  labels:
    {{~ nindent 4 (include "__NAME__.labels") }}
spec:
{{#unless values.autoscaling.enabled}}
  replicas: {{ values.replicas }}
{{/unless}}
  selector:
    matchLabels:
      {{~ nindent 6 (include "__NAME__.selectorLabels") }}
  template:
    metadata:
      labels:
        {{~ nindent 8 (include "__NAME__.labels") }}
{{#if values.podAnnotations}}
      annotations:
        {{~ nindent 8 (toYaml values.podAnnotations) }}
{{/if}}
    spec:
{{#if values.imagePullSecrets}}
      imagePullSecrets:
        {{~ nindent 8 (toYaml values.imagePullSecrets) }}
{{/if}}
      serviceAccountName: {{ include "__NAME__.serviceAccountName" }}
{{#if values.podSecurityContext}}
      securityContext:
        {{~ nindent 8 (toYaml values.podSecurityContext) }}
{{/if}}
      containers:
        - name: {{ include "__NAME__.name" }}
          image: {{ quote (printf "%s:%s" values.image.repository (default pack.appVersion values.image.tag)) }}
          imagePullPolicy: {{ values.image.pullPolicy }}
{{#if values.securityContext}}
          securityContext:
            {{~ nindent 12 (toYaml values.securityContext) }}
{{/if}}
{{#if values.env}}
          env:
            {{~ nindent 12 (toYaml values.env) }}
{{/if}}
          ports:
            - name: http
              containerPort: {{ values.service.targetPort }}
          livenessProbe:
            httpGet:
              path: {{ values.probes.path }}
              port: http
          readinessProbe:
            httpGet:
              path: {{ values.probes.path }}
              port: http
{{#if values.resources}}
          resources:
            {{~ nindent 12 (toYaml values.resources) }}
{{/if}}
{{#if values.nodeSelector}}
      nodeSelector:
        {{~ nindent 8 (toYaml values.nodeSelector) }}
{{/if}}
{{#if values.affinity}}
      affinity:
        {{~ nindent 8 (toYaml values.affinity) }}
{{/if}}
{{#if values.tolerations}}
      tolerations:
        {{~ nindent 8 (toYaml values.tolerations) }}
{{/if}}
`;

export const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: {{ include "__NAME__.fullname" }}
  labels:
    {{~ nindent 4 (include "__NAME__.labels") }}
spec:
  type: {{ values.service.type }}
  selector:
    {{~ nindent 4 (include "__NAME__.selectorLabels") }}
  ports:
    - name: http
      port: {{ values.service.port }}
      targetPort: http
`;

export const SERVICE_ACCOUNT = `{{#if values.serviceAccount.create}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "__NAME__.serviceAccountName" }}
  labels:
    {{~ nindent 4 (include "__NAME__.labels") }}
{{#if values.serviceAccount.annotations}}
  annotations:
    {{~ nindent 4 (toYaml values.serviceAccount.annotations) }}
{{/if}}
{{/if}}
`;

export const INGRESS = `{{#if values.ingress.enabled}}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {{ include "__NAME__.fullname" }}
  labels:
    {{~ nindent 4 (include "__NAME__.labels") }}
{{#if values.ingress.annotations}}
  annotations:
    {{~ nindent 4 (toYaml values.ingress.annotations) }}
{{/if}}
spec:
{{#if values.ingress.className}}
  ingressClassName: {{ values.ingress.className }}
{{/if}}
{{#if values.ingress.tls}}
  tls:
    {{~ nindent 4 (toYaml values.ingress.tls) }}
{{/if}}
  rules:
{{#each values.ingress.hosts as |entry|}}
    - host: {{ quote entry.host }}
      http:
        paths:
          - path: {{ entry.path }}
            pathType: Prefix
            backend:
              service:
                name: {{ include "__NAME__.fullname" @root }}
                port:
                  name: http
{{/each}}
{{/if}}
`;

export const AUTOSCALER = `{{#if values.autoscaling.enabled}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ include "__NAME__.fullname" }}
  labels:
    {{~ nindent 4 (include "__NAME__.labels") }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "__NAME__.fullname" }}
  minReplicas: {{ values.autoscaling.minReplicas }}
  maxReplicas: {{ values.autoscaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ values.autoscaling.targetCPU }}
{{/if}}
`;

export const NOTES = `{{ pack.name }} {{ pack.version }} is deployed as {{ release.name }} in namespace {{ release.namespace }}.

{{#if values.ingress.enabled}}
It answers at:
{{#each values.ingress.hosts as |entry|}}
  http{{#if @root.values.ingress.tls}}s{{/if}}://{{ entry.host }}{{ entry.path }}
{{/each}}
{{else}}
To reach it from here:

  kubectl --namespace {{ release.namespace }} port-forward service/{{ include "__NAME__.fullname" }} 8080:{{ values.service.port }}

and open http://127.0.0.1:8080
{{/if}}
`;
