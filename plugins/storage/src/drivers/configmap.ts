import { objectDriver } from '../objects/object-driver.ts';

/** Keeps every value in a ConfigMap of its own, for users who may not write Secrets. What is secret is sealed in either. */
export default objectDriver('configmap', { kind: 'ConfigMap', field: 'binaryData', constant: Object.freeze({}) });
