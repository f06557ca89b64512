import { objectDriver } from '../objects/object-driver.ts';

/** Keeps every value in a Secret of its own, in the namespace of the release. */
export default objectDriver('secrets', { kind: 'Secret', field: 'data', constant: Object.freeze({ type: 'sherpack.io/release.v1' }) });
