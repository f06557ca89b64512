{{#define "common.selector"}}
app.kubernetes.io/instance: {{ release.name }}
app.kubernetes.io/component: {{ component }}
{{~/define}}

{{#define "common.labels"}}
{{ include "common.selector" this component=component }}
app.kubernetes.io/part-of: platform
example.com/team: {{ values.global.team }}
{{~/define}}
