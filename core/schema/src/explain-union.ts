import type Core from 'ajv/dist/core.js';
import type { AnySchema, ErrorObject, ValidateFunction } from 'ajv/dist/core.js';
import type { Explain } from './union.ts';

/**
 * Asks the branches of a failed union one by one. ajv compiles a part of a schema when it is asked for by its address;
 * the address is found by the identity of the object, because behind a reference ajv's own paths start anew.
 */
export function explainer(ajv: Core.default, validate: ValidateFunction, rootKey: string): Explain {
  let addresses: Map<unknown, string> | undefined;
  const known = new Map<string, ValidateFunction | undefined>();

  function branch(address: string): ValidateFunction | undefined {
    if (!known.has(address)) known.set(address, ajv.getSchema(rootKey + address));
    return known.get(address);
  }

  return (union) => {
    addresses ??= addressesOf(validate.schema);
    const parent = addresses.get(union.parentSchema);
    const branches: unknown[] = Array.isArray(union.schema) ? union.schema : [];
    if (parent === undefined) return undefined;
    const found = branches.map((schema, index) => {
      const part = branch(`${parent}/${union.keyword}/${index}`) ?? rootOf(schema, validate);
      return part && ask(part, union);
    });
    return found.every((errors) => errors !== undefined) ? found : undefined;
  };
}

function ask(part: ValidateFunction, union: ErrorObject): ErrorObject[] {
  part(union.data);
  const name = union.propertyName === undefined ? {} : { propertyName: union.propertyName };
  return (part.errors ?? []).map((error) => ({ ...error, ...name, instancePath: union.instancePath + error.instancePath }));
}

// ajv gives no part that is the whole schema again.
function rootOf(schema: unknown, validate: ValidateFunction): ValidateFunction | undefined {
  return typeof schema === 'object' && schema !== null && '$ref' in schema && schema.$ref === '#' ? validate : undefined;
}

function addressesOf(schema: AnySchema): Map<unknown, string> {
  const addresses = new Map<unknown, string>();
  const waiting: [unknown, string][] = [[schema, '#']];
  while (waiting.length > 0) {
    const [value, address] = waiting.pop() ?? [];
    if (typeof value !== 'object' || value === null || addresses.has(value)) continue;
    addresses.set(value, address ?? '#');
    for (const [key, child] of Object.entries(value)) {
      const segment = encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
      waiting.push([child, `${address}/${segment}`]);
    }
  }
  return addresses;
}
