/** Kubernetes' limits (k8s.io/apiserver, pkg/apis/cel/config.go). Cost is counted as cel-go counts it. */
export const PER_CALL_COST_LIMIT = 1_000_000;

/** For all rules over one object together. */
export const POLICY_COST_LIMIT = 10_000_000;

/** Bytes of an evaluated message. */
export const MESSAGE_SIZE_LIMIT = 5 * 1024;

/** Characters of an expression; cel-go's parser has the same. */
export const EXPRESSION_SIZE_LIMIT = 100_000;

/** Nested operators and parentheses; cel-go's parser has the same. */
export const NESTING_LIMIT = 250;

/** Syntax nodes of an expression. */
export const NODE_LIMIT = 20_000;
