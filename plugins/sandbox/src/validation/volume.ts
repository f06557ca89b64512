import { isObject } from '@sherpack/field-set/field-schema';
import { all, distinct, each, exactlyOne, field, fields, fine, given, needed, named, oneOf, quantityNotNegative, quantityPositive, when, within, type Check, type Json } from './check.ts';
import { fieldReference, noClimbing, relativePath, resourceReference } from './container.ts';
import { forbiddenField, invalid, required, type FieldErrors } from './field-error.ts';
import { configKeyProblems, labelProblems, subdomainProblems } from './names.ts';
import { labelSelector, nodeSelector } from './selector.ts';

const fileMode: Check = given(within(0, 0o777));
const items: Check = each(fields({ key: needed(named(configKeyProblems)), path: needed(relativePath), mode: fileMode }));
const volumeFields = ['metadata.name', 'metadata.namespace', 'metadata.labels', 'metadata.annotations', 'metadata.uid'];
const downwardItem: Check = all(fields({ path: needed(relativePath), mode: fileMode }), exactlyOne({ fieldRef: fieldReference(volumeFields), resourceFieldRef: resourceReference(true) }, 'one of: `fieldRef` or `resourceFieldRef`'));
const absolute: Check = needed((value, at) => (String(value).startsWith('/') ? [] : [invalid(at, value, 'must be an absolute path')]));
const hostPathTypes = ['', 'DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'];

const hostPath = fields({ path: needed(noClimbing), type: oneOf(...hostPathTypes) });
const nfs = fields({ server: needed(), path: absolute });
const csiName: Check = needed(named((text) => (/^[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?$/.test(text) && text.length <= 63 ? [] : ['a valid CSI driver name has at most 63 letters, digits, dashes and dots'])));

function storageRequest(value: unknown, at: string): FieldErrors {
  const request = isObject(value) && isObject(value['requests']) ? value['requests']['storage'] : undefined;
  return request === undefined ? [required(`${at}[storage]`)] : quantityPositive(request, `${at}[storage]`);
}

export const accessModes: Check = all(
  needed(each(oneOf('ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod')), 'at least 1 access mode is required'),
  (value, at) => (Array.isArray(value) && value.length > 1 && value.includes('ReadWriteOncePod') ? [forbiddenField(at, 'may not use ReadWriteOncePod with other access modes')] : []),
);

const dataSource: Check = fields({
  name: needed(),
  kind: needed(),
  apiGroup: (value, at, parent) => (!value && parent['kind'] !== 'PersistentVolumeClaim' ? [invalid(at.replace(/\.apiGroup$/, ''), parent['kind'], 'must be \'PersistentVolumeClaim\' when referencing the default apiGroup')] : given(named(subdomainProblems))(value, at, parent)),
});

/** The spec of a claim, on its own or in a volume or StatefulSet. */
export const claimSpec: Check = fields({
  selector: labelSelector,
  accessModes,
  resources: storageRequest,
  storageClassName: given(named(subdomainProblems)),
  volumeMode: oneOf('Block', 'Filesystem'),
  dataSource,
  volumeAttributesClassName: given(named(subdomainProblems)),
});

const projection: Check = exactlyOne({
  secret: fields({ name: needed(), items }),
  configMap: fields({ name: needed(), items }),
  downwardAPI: fields({ items: each(downwardItem) }),
  serviceAccountToken: fields({ path: needed(relativePath), expirationSeconds: (value, at) => (Number(value ?? 3600) < 600 || Number(value ?? 3600) > 2 ** 32 ? [invalid(at, value, 'may not specify a duration less than 10 minutes')] : []) }),
  clusterTrustBundle: fine,
  podCertificate: fine,
}, 'projection type');

function remote(...names: readonly string[]): Check {
  return fields(Object.fromEntries(names.map((name) => [name, needed()])));
}

/** Sources of volumes; the names of other fields are not sources. */
const sources: Readonly<Record<string, Check>> = {
  emptyDir: fields({ sizeLimit: given(quantityNotNegative) }),
  hostPath, nfs,
  secret: fields({ secretName: needed(), defaultMode: fileMode, items }),
  configMap: fields({ name: needed(), defaultMode: fileMode, items }),
  persistentVolumeClaim: fields({ claimName: needed() }),
  downwardAPI: fields({ defaultMode: fileMode, items: each(downwardItem) }),
  projected: fields({ defaultMode: fileMode, sources: each(projection) }),
  csi: fields({ driver: csiName, nodePublishSecretRef: given(fields({ name: needed() })) }),
  ephemeral: fields({ volumeClaimTemplate: needed(fields({ spec: claimSpec })) }),
  image: fields({ pullPolicy: oneOf('Always', 'IfNotPresent', 'Never') }),
  gitRepo: remote('repository'), iscsi: remote('targetPortal', 'iqn'), glusterfs: remote('endpoints', 'path'), rbd: remote('monitors', 'image'), cephfs: remote('monitors'),
  azureDisk: remote('diskName', 'diskURI'), azureFile: remote('secretName', 'shareName'), awsElasticBlockStore: remote('volumeID'), gcePersistentDisk: remote('pdName'),
  vsphereVolume: remote('volumePath'), photonPersistentDisk: remote('pdID'), portworxVolume: remote('volumeID'), quobyte: remote('registry', 'volume'), scaleIO: remote('gateway', 'system', 'volumeName'),
  cinder: remote('volumeID'), flexVolume: remote('driver'), storageos: fine, fc: fine, flocker: fine,
};

const volume = all(fields({ name: needed(named(labelProblems)) }), exactlyOne(sources, 'volume type'));

export const volumes: Check = all(each(volume), distinct(field('name'), '.name'));

const persistentSources: Readonly<Record<string, Check>> = { ...sources, local: fields({ path: needed(noClimbing) }), csi: fields({ driver: csiName, volumeHandle: needed() }) };
const reclaimPolicies = oneOf('Delete', 'Recycle', 'Retain');

/** A PersistentVolume's spec. */
export const persistentVolumeSpec: Check = all(
  fields({
    accessModes,
    capacity: needed((value, at) => {
      const capacity = value as Json;
      if (capacity['storage'] === undefined || Object.keys(capacity).length > 1) return [{ reason: 'FieldValueNotSupported', field: at, message: `Unsupported value: ${JSON.stringify(capacity)}: supported values: "storage"` }];
      return quantityPositive(capacity['storage'], `${at}[storage]`);
    }),
    persistentVolumeReclaimPolicy: reclaimPolicies,
    storageClassName: given(named(subdomainProblems)),
    volumeMode: oneOf('Block', 'Filesystem'),
    nodeAffinity: given(fields({ required: (value, at, parent) => (value === undefined ? [required(at, 'must specify required node constraints')] : nodeSelector(value, at, parent)) })),
  }),
  exactlyOne(persistentSources, 'volume type'),
  when((_, value) => isObject(value) && value['persistentVolumeReclaimPolicy'] === 'Recycle' && isObject(value['hostPath']) && value['hostPath']['path'] === '/', (_, at): FieldErrors => [forbiddenField(`${at}.persistentVolumeReclaimPolicy`, "may not be 'recycle' for a hostPath mount of '/'")]),
);
