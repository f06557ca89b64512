{{#define "stateful.labels"}}
app.kubernetes.io/name: {{ pack.name }}
app.kubernetes.io/instance: {{ release.name }}
{{~/define}}

{{!-- The password that was given, else the one that the cluster has, else a new one. --}}
{{#define "stateful.password"}}
{{~#if values.password~}}
{{ values.password }}
{{~else~}}
{{~#with (lookup "v1" "Secret" release.namespace (printf "%s-store" release.name)) as |secret|~}}
{{~#if secret.data~}}
{{ b64dec secret.data.password }}
{{~else~}}
{{ randAlphaNum 24 }}
{{~/if~}}
{{~else~}}
{{ randAlphaNum 24 }}
{{~/with~}}
{{~/if~}}
{{/define}}
