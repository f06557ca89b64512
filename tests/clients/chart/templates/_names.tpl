{{- define "shop.name" -}}{{ .Values.name | default .Release.Name }}{{- end -}}
