import { errors as clusterErrors } from '@sherpack/cluster-client/errors';
import type { ApplyOptions, ClusterVerbs, DeleteOptions, KubernetesObject, ObjectRef, PatchType, WriteResult } from '@sherpack/plugin-api';
import { formatRef, refOf } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { fileOf } from './file-name.ts';
import { mergePatch } from './merge-patch.ts';
import type { ObjectFiles } from './object-files.ts';

export interface FolderWrites {
  readonly files: ObjectFiles;
  /** The reference with the namespace that its kind has, or none. */
  readonly locate: (ref: ObjectRef) => Promise<ObjectRef>;
  readonly dryRun: boolean;
}

/** The writing verbs on files. Dry runs check the same things and leave the folder alone. */
export function createFolderVerbs(context: FolderWrites): ClusterVerbs {
  return {
    create: (object) => write(context, 'create', object, refuseExisting),
    apply: (object, _options: ApplyOptions) => write(context, 'apply', object, refuseChanged),
    replace: (object) => write(context, 'replace', object, refuseMissing),
    patch: (ref, type, body) => patch(context, ref, type, body),
    delete: (ref, options = {}) => remove(context, ref, options),
  };
}

type Check = (action: string, object: KubernetesObject, live: KubernetesObject | undefined) => void;

async function write(context: FolderWrites, verb: string, object: KubernetesObject, check: Check): Promise<WriteResult> {
  const named = refOf(object);
  if (named.name === '') throw clusterErrors.NO_NAME(named.kind, verb);
  const ref = await context.locate(named);
  return inTurn(context, async () => {
    check(`${verb} ${formatRef(ref)}`, object, await context.files.read(ref));
    return put(context, ref, object);
  });
}

async function put({ files, dryRun }: FolderWrites, ref: ObjectRef, object: KubernetesObject): Promise<WriteResult> {
  const placed = place(object, ref);
  return { object: dryRun ? await files.preview(placed) : await files.write(ref, placed), warnings: warningsFor(ref) };
}

/** A dry run takes no lock, for that would be a write. */
function inTurn<T>({ files, dryRun }: FolderWrites, work: () => Promise<T>): Promise<T> {
  return dryRun ? work() : files.exclusively(work);
}

function place(object: KubernetesObject, { namespace }: ObjectRef): KubernetesObject {
  if (object.metadata.namespace === namespace) return object;
  const { namespace: _namespace, ...metadata } = object.metadata;
  return { ...object, metadata: { ...metadata, ...(namespace === undefined ? {} : { namespace }) } };
}

function warningsFor(ref: ObjectRef): readonly string[] {
  return ref.kind === 'Secret' ? [`the values of ${formatRef(ref)} stand readable in ${fileOf(ref)}`] : [];
}

async function patch(context: FolderWrites, target: ObjectRef, type: PatchType, body: unknown): Promise<WriteResult> {
  if (type !== 'merge') throw errors.UNSUPPORTED(`take a ${type} patch`);
  const ref = await context.locate(target);
  return inTurn(context, async () => {
    const live = await context.files.read(ref);
    if (live === undefined) throw notFound(`patch ${formatRef(ref)}`);
    const patched = mergePatch(live, body) as KubernetesObject;
    refuseChanged(`patch ${formatRef(ref)}`, patched, live);
    return put(context, ref, patched);
  });
}

async function remove(context: FolderWrites, target: ObjectRef, options: DeleteOptions): Promise<boolean> {
  const ref = await context.locate(target);
  return inTurn(context, async () => {
    const live = await context.files.read(ref);
    if (live === undefined) return false;
    refuseOther(`delete ${formatRef(ref)}`, options, live);
    if (!context.dryRun) await context.files.remove(ref);
    return true;
  });
}

function refuseExisting(action: string, _object: KubernetesObject, live: KubernetesObject | undefined): void {
  if (live !== undefined) throw conflict(action, 'AlreadyExists', 'it exists already');
}

function refuseMissing(action: string, object: KubernetesObject, live: KubernetesObject | undefined): void {
  if (live === undefined) throw notFound(action);
  refuseChanged(action, object, live);
}

function refuseChanged(action: string, object: KubernetesObject, live: KubernetesObject | undefined): void {
  refuseOther(action, object.metadata, live);
}

/** UID and version, where given, are preconditions as they are for a server. */
function refuseOther(action: string, wanted: { readonly uid?: string | undefined; readonly resourceVersion?: string | undefined }, live: KubernetesObject | undefined): void {
  const { uid, resourceVersion } = live?.metadata ?? {};
  if (wanted.uid !== undefined && wanted.uid !== uid) throw conflict(action, 'Conflict', 'it is another object than was expected');
  if (wanted.resourceVersion !== undefined && wanted.resourceVersion !== resourceVersion) throw conflict(action, 'Conflict', 'its file was changed meanwhile');
}

function conflict(action: string, reason: string, words: string): Error {
  return clusterErrors.CONFLICT({ action, words, failure: { status: 409, reason, body: undefined } });
}

function notFound(action: string): Error {
  return clusterErrors.NOT_FOUND({ action, words: 'there is no such file', failure: { status: 404, reason: 'NotFound', body: undefined } });
}
