{{- /* A text of the folder grafana, its links led to where they are: (list . text). */ -}}
{{- define "sshpulse.linked" -}}
{{- $values := (first .).Values -}}
{{- last . | replace "https://git.example.com/sshpulse/blob/main/" (printf "%s/" $values.sourcesUrl) | replace "https://grafana.example.com/" (printf "%s/" $values.grafanaUrl) -}}
{{- end -}}
