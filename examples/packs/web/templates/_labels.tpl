{{#define "web.selector"}}
app.kubernetes.io/name: {{ pack.name }}
app.kubernetes.io/instance: {{ release.name }}
{{~/define}}

{{#define "web.labels"}}
{{ include "web.selector" }}
app.kubernetes.io/version: {{ quote pack.appVersion }}
{{~/define}}
