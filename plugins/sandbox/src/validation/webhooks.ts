import { all, distinct, each, field, fields, given, isUnset, named, needed, noLongerThan, oneOf, within, type Check, type Json } from './check.ts';
import { forbiddenField, invalid, required, type FieldErrors } from './field-error.ts';
import { qualifiedNameProblems, subdomainProblems } from './names.ts';
import { labelSelector } from './selector.ts';

/** A wildcard stands alone in its list. */
function aloneOrNone(detail: string): Check {
  return (value, at) => (Array.isArray(value) && value.length > 1 && value.includes('*') ? [invalid(at, value, detail)] : []);
}

const filled: Check = each((value, at) => (value === '' ? [required(at)] : []));

const resources: Check = needed((value, at) => {
  const list = value as string[];
  const errors: FieldErrors = list.flatMap((text, i) => (text === '' ? [required(`${at}[${i}]`)] : []));
  if (list.includes('*/*') && list.length > 1) errors.push(invalid(at, list, 'if \'*/*\' is present, must not specify other resources'));
  else if (list.includes('*') && list.some((text) => text !== '*' && !text.includes('/'))) errors.push(invalid(at, list, 'if \'*\' is present, must not specify other resources without subresources'));
  return errors;
});

const rule = fields({
  apiGroups: all(needed(), aloneOrNone("if '*' is present, must not specify other API groups")),
  apiVersions: all(needed(filled), aloneOrNone("if '*' is present, must not specify other API versions")),
  operations: all(needed(each(oneOf('*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'))), aloneOrNone("if '*' is present, must not specify other operations")),
  resources,
  scope: oneOf('*', 'Cluster', 'Namespaced'),
});

function url(value: unknown, at: string): FieldErrors {
  const text = String(value);
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (!parsed) return [invalid(at, text, 'url must be a valid URL')];
  if (parsed.protocol !== 'https:') return [invalid(at, text, "'https' is the only allowed URL scheme; desired format: https://host[/path]")];
  const extra = [parsed.username !== '' ? 'user information is not permitted in the URL' : '', parsed.hash !== '' ? 'fragments are not permitted in the URL' : '', parsed.search !== '' ? 'query parameters are not permitted in the URL' : ''];
  return extra.filter((problem) => problem !== '').map((problem) => invalid(at, text, problem));
}

const servicePath: Check = given((value, at) => {
  const text = String(value);
  if (!text.startsWith('/')) return [invalid(at, text, "must start with a '/'")];
  const steps = text.slice(1).replace(/\/$/, '').split('/');
  return text === '/' ? [] : steps.flatMap((step) => (step === '' ? [invalid(at, text, 'segment may not be empty')] : subdomainProblems(step).map((problem) => invalid(at, text, problem))));
});

/** Where a webhook is called: by URL or by Service. */
export function clientConfig(value: unknown, at: string, parent: Json): FieldErrors {
  const config = (value ?? {}) as Json;
  const count = [config['url'], config['service']].filter((one) => one !== undefined).length;
  if (count !== 1) return [required(at, 'exactly one of url or service is required')];
  return fields({ url: given(url), service: fields({ name: needed(), namespace: needed(), path: servicePath, port: within(1, 65_535) }) })(config, at, parent);
}

const hookName: Check = needed(named((text) => subdomainProblems(text), (text) => (text.split('.').length < 3 ? ['should be a domain with at least three segments separated by dots'] : [])));
const reviewVersions: Check = all(needed(each((value, at) => (/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(String(value)) ? [] : [invalid(at, value, 'must be a DNS-1035 label')])), 'must specify one of v1, v1beta1'), distinct((one) => one), (value, at) => {
  const known = (Array.isArray(value) ? value : ['v1']).some((one) => one === 'v1' || one === 'v1beta1');
  return known ? [] : [invalid(at, value, 'must include at least one of v1, v1beta1')];
});

/** Judges an expression of the Common Expression Language; loaded only where there is one. */
export type ExpressionCheck = (expression: string, isCondition: boolean) => string | undefined;

export function matchConditions(problemOf: ExpressionCheck): Check {
  return all(each(fields({ name: needed(named(qualifiedNameProblems)), expression: needed(expression(problemOf, true)) })), distinct(field('name'), '.name'), (value, at) => (Array.isArray(value) && value.length > 64 ? [{ reason: 'FieldValueTooMany', field: at, message: `Too many: ${value.length}: must have at most 64 items` }] : []));
}

export function expression(problemOf: ExpressionCheck, isCondition = false): Check {
  return (value, at) => {
    const text = String(value ?? '');
    if (text.trim() === '') return [required(at, 'expression is not specified')];
    const problem = problemOf(text, isCondition);
    return problem === undefined ? [] : [invalid(at, text, problem)];
  };
}

export function webhooks(problemOf: ExpressionCheck): Check {
  return fields({
    webhooks: all(each(fields({
      name: hookName,
      clientConfig,
      rules: each(rule),
      failurePolicy: oneOf('Fail', 'Ignore'),
      matchPolicy: oneOf('Equivalent', 'Exact'),
      sideEffects: needed(oneOf('None', 'NoneOnDryRun'), 'must specify one of None, NoneOnDryRun'),
      timeoutSeconds: within(1, 30),
      admissionReviewVersions: reviewVersions,
      reinvocationPolicy: oneOf('IfNeeded', 'Never'),
      namespaceSelector: labelSelector,
      objectSelector: labelSelector,
      matchConditions: matchConditions(problemOf),
    })), distinct(field('name'), '.name')),
  });
}

const identifier = /^[_a-zA-Z][_a-zA-Z0-9]*$/;

function matchResources(needsRules: boolean): Check {
  return all(
    fields({ namespaceSelector: labelSelector, objectSelector: labelSelector, matchPolicy: needed(oneOf('Equivalent', 'Exact')), resourceRules: each(rule), excludeResourceRules: each(rule) }),
    (value, at) => (needsRules && isUnset((value as Json | undefined)?.['resourceRules']) ? [required(`${at}.resourceRules`)] : []),
  );
}

/** ValidatingAdmissionPolicy. */
export function admissionPolicy(problemOf: ExpressionCheck): Check {
  return fields({
    spec: all(
      fields({
        paramKind: fields({ apiVersion: needed(), kind: needed() }),
        failurePolicy: needed(oneOf('Fail', 'Ignore')),
        matchConstraints: (value, at, parent) => (value === undefined ? [required(at)] : matchResources(true)(value, at, parent)),
        matchConditions: matchConditions(problemOf),
        variables: each(fields({ name: needed((value, at) => (identifier.test(String(value)) ? [] : [invalid(at, value, 'name is not a valid CEL identifier')])), expression: expression(problemOf) })),
        validations: each(fields({
          expression: expression(problemOf, true),
          message: given(all((value, at) => (String(value).includes('\n') ? [invalid(at, value, 'message must not contain line breaks')] : []), noLongerThan(5120))),
          messageExpression: given(expression(problemOf)),
          reason: given(oneOf('Forbidden', 'Invalid', 'RequestEntityTooLarge', 'Unauthorized')),
        })),
        auditAnnotations: all(each(fields({ key: needed(named(qualifiedNameProblems)), valueExpression: expression(problemOf) })), distinct(field('key'), '.key')),
      }),
      (value, at) => {
        const { validations, auditAnnotations } = value as Json;
        return isUnset(validations) && isUnset(auditAnnotations) ? [required(`${at}.validations`, 'validations or auditAnnotations must contain at least one item')] : [];
      },
    ),
  });
}

const actions: Check = all(needed(each(oneOf('Audit', 'Deny', 'Warn'))), distinct((one) => one), (value, at) => (Array.isArray(value) && value.includes('Deny') && value.includes('Warn') ? [invalid(at, value, 'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)')] : []));

export const admissionBinding: Check = fields({
  spec: fields({
    policyName: needed(named(subdomainProblems)),
    paramRef: given(all((value, at) => {
      const { name, selector, parameterNotFoundAction } = value as Json;
      const errors: FieldErrors = [];
      if (name && selector !== undefined) errors.push(forbiddenField(`${at}.name`, '`name` and `selector` are mutually exclusive'));
      if (!name && selector === undefined) errors.push(required(at, 'one of name or selector must be specified'));
      if (parameterNotFoundAction === undefined) errors.push(required(`${at}.parameterNotFoundAction`));
      return errors;
    }, fields({ selector: labelSelector, parameterNotFoundAction: oneOf('Allow', 'Deny') }))),
    matchResources: given(matchResources(false)),
    validationActions: actions,
  }),
});

