{{- /* What the values set by other names than these variables have. */ -}}
{{- define "sshpulse.checkEnvironment" -}}
{{- $own := dict "HOST_IP" "listenAddress" "SSHPULSE_HTTP_LISTEN" "listenAddress and listenPort" "SSHPULSE_SIDECAR_PORTS" "sshPorts" "SSHPULSE_SIDECAR_SSHD_LOG" "sshdLog" -}}
{{- range $name := concat (keys .Values.environment) (keys .Values.environmentFrom) | sortAlpha -}}
{{- if hasKey $own $name -}}
{{- fail (printf "environment has %s, which the chart sets itself: leave it out, and set %s" $name (get $own $name)) -}}
{{- else if eq $name "SSHPULSE_SIDECAR_SSHD_CONFIG" -}}
{{- fail (printf "environment has %s, which the chart sets to off: leave it out, for the node's file is not mounted" $name) -}}
{{- end -}}
{{- end -}}
{{- range $name := keys .Values.environment | sortAlpha -}}
{{- if hasKey $.Values.environmentFrom $name -}}
{{- fail (printf "environment and environmentFrom both have %s: leave it out of one" $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
