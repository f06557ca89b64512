import { isObject } from '@sherpack/field-set/field-schema';
import { all, atMost, distinct, each, field, fields, given, isUnset, named, needed, noLongerThan, oneOf, type Check, type Json } from '../validation/check.ts';
import { forbiddenField, invalid, required, type FieldErrors } from '../validation/field-error.ts';
import { dnsNameProblems, subdomainProblems } from '../validation/names.ts';
import { clientConfig } from '../validation/webhooks.ts';
import type { JsonSchema } from './json-schema.ts';

function lowerCased(value: unknown, at: string): FieldErrors {
  return dnsNameProblems(String(value).toLowerCase()).map((problem) => invalid(at, value, `may have mixed case, but should otherwise match: ${problem}`));
}

const names: Check = all(
  fields({
    plural: needed(named(dnsNameProblems)),
    singular: needed(named(dnsNameProblems)),
    kind: needed(lowerCased),
    listKind: needed(lowerCased),
    shortNames: each(named(dnsNameProblems)),
    categories: each(named(dnsNameProblems)),
  }),
  (value, at) => {
    const { kind, listKind } = value as Json;
    return kind === listKind && kind ? [invalid(`${at}.listKind`, listKind, 'kind and listKind may not be the same')] : [];
  },
);

const group: Check = needed(named(subdomainProblems, (text) => (text.includes('.') ? [] : ['should be a domain with at least one dot'])));

const conversion: Check = all(
  fields({ strategy: needed(oneOf('None', 'Webhook')) }),
  (value, at) => {
    const { strategy, webhook } = value as Json;
    if (strategy !== 'Webhook') return webhook === undefined ? [] : [forbiddenField(`${at}.webhook`, 'should not be set when strategy is not set to Webhook')];
    if (!isObject(webhook) || webhook['clientConfig'] === undefined) return [required(`${at}.webhookClientConfig`, 'required when strategy is set to Webhook')];
    const versions = isUnset(webhook['conversionReviewVersions']) ? [required(`${at}.conversionReviewVersions`)] : [];
    return [...versions, ...clientConfig(webhook['clientConfig'], `${at}.webhookClientConfig`, webhook)];
  },
);

/** What a definition says beside its versions (apiextensions, validation.go). */
export const definitionTable: Check = fields({
  spec: fields({
    group,
    scope: needed(oneOf('Cluster', 'Namespaced')),
    names,
    conversion,
    preserveUnknownFields: (value, at) => (value === true ? [invalid(at, true, 'must be false in order to use defaults in the schema')] : []),
    versions: (value, at) => (isUnset(value) ? [invalid(at, value ?? [], 'must have at least one version')] : []),
  }),
});

const columnTypes = ['integer', 'number', 'string', 'boolean', 'date'];
const columnFormats = ['int32', 'int64', 'float', 'double', 'byte', 'date', 'date-time', 'password'];

/** A path such as `.spec.a` into objects of the kind. */
const jsonPath: Check = needed((value, at) => (String(value).startsWith('.') ? [] : [invalid(at, value, 'must be a simple json path starting with .')]));

const column = fields({ name: needed(), type: needed(oneOf(...columnTypes)), format: given(oneOf(...columnFormats)), jsonPath });

function pathBelow(...roots: readonly string[]): Check {
  return needed(all(jsonPath, (value, at) => {
    const text = String(value);
    if (text.includes('[')) return [invalid(at, text, 'should be a simple json path without array notation')];
    const isBelow = roots.some((root) => text.startsWith(`.${root}.`));
    return isBelow ? [] : [invalid(at, text, `should be a json path under ${roots.map((root) => `.${root}`).join(' or ')}`)];
  }));
}

const scale: Check = fields({ specReplicasPath: pathBelow('spec'), statusReplicasPath: pathBelow('status'), labelSelectorPath: given(pathBelow('spec', 'status')) });

function schemaAt(schema: JsonSchema | undefined, path: string): JsonSchema | undefined {
  return path.split('.').filter((step) => step !== '').reduce<JsonSchema | undefined>((current, step) => current?.properties?.[step], schema);
}

const selectable = ['boolean', 'integer', 'string'];

function selectableField(schema: JsonSchema | undefined): Check {
  return (value, at): FieldErrors => {
    const path = String((value as Json)['jsonPath'] ?? '');
    if (path === '') return [required(`${at}.jsonPath`)];
    if (path.startsWith('.metadata')) return [invalid(`${at}.jsonPath`, path, 'must not point to fields in metadata')];
    const found = schemaAt(schema, path);
    if (!found) return [invalid(`${at}.jsonPath`, path, 'is an invalid path: does not refer to a valid field')];
    return selectable.includes(found.type ?? '') ? [] : [invalid(`${at}.jsonPath`, path, 'must point to a field of type string, boolean or integer')];
  };
}

const warningLimit = 256;

/** One version of a definition, beside its schema. */
export function versionTable(value: unknown, at: string, parent: Json): FieldErrors {
  const version = value as Json;
  const schema = isObject(version['schema']) ? (version['schema']['openAPIV3Schema'] as JsonSchema | undefined) : undefined;
  return fields({
    name: needed(named(dnsNameProblems)),
    deprecationWarning: (warning, place) => {
      if (warning === undefined) return [];
      const errors = version['deprecated'] === true ? [] : [invalid(place, warning, 'can only be set for deprecated versions')];
      return [...errors, ...(warning === '' ? [invalid(place, '', 'must not be an empty string')] : noLongerThan(warningLimit)(warning, place, version))];
    },
    additionalPrinterColumns: each(column),
    subresources: fields({ scale }),
    selectableFields: all(atMost(8), each(selectableField(schema)), distinct(field('jsonPath'), '.jsonPath')),
  })(version, at, parent);
}

