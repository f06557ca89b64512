/** The texts of a new pack; `__NAME__` becomes its name. */
export const PACK_YAML = `apiVersion: sherpack/v1
kind: application
metadata:
  name: __NAME__
  # Version of this pack. Raise it with every change (semantic versioning).
  version: 0.1.0
  # Version of the program that it deploys.
  appVersion: "1.29-alpine"
  description: A web application
engine: handlebars
`;

export const VALUES_YAML = `# Values of __NAME__. Change them with -f FILE or --set KEY=VALUE.

# Pods of the deployment; without effect while autoscaling is enabled.
replicas: 1

image:
  repository: nginx
  # The appVersion of the pack when it is empty.
  tag: ""
  pullPolicy: IfNotPresent
imagePullSecrets: []

# Replace the name of the pack, or the whole name of all objects.
nameOverride: ""
fullnameOverride: ""

serviceAccount:
  create: true
  annotations: {}
  # Made from the name of the release when it is empty.
  name: ""

podAnnotations: {}
podSecurityContext: {}
securityContext: {}

# Environment variables of the container: - { name: MODE, value: fast }
env: []

service:
  type: ClusterIP
  port: 80
  # Port on which the container listens.
  targetPort: 80

probes:
  path: /

ingress:
  enabled: false
  className: ""
  annotations: {}
  hosts:
    - host: __NAME__.example.com
      path: /
  tls: []

resources: {}
#  requests: { cpu: 50m, memory: 64Mi }
#  limits: { memory: 128Mi }

autoscaling:
  enabled: false
  minReplicas: 1
  maxReplicas: 5
  # Percent of the requested CPU.
  targetCPU: 80

nodeSelector: {}
tolerations: []
affinity: {}
`;

export const README_MD = `# __NAME__

A pack for [Sherpack](https://sherpack.io).

    sherpack lint .
    sherpack template my-__NAME__ .
    sherpack install my-__NAME__ .

values.yaml lists and explains all values; values.schema.json says what they may be.
`;

export const IGNORE = `# Files that are no part of the pack, in the syntax of .gitignore.
*.bak
*.tmp
*.swp
.idea/
.vscode/
/dist/
/*.tgz
`;
