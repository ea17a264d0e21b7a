// What a client does that is generated from /openapi.yaml: it compiles where the document says what
// the service takes and answers, and runs where the service does so.
import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

type Aggregate = components['schemas']['Aggregate'];

declare const process: { argv: string[] };
const [address, callerToken, auditorToken, end] = process.argv.slice(2) as [string, string, string, string];

function as(token: string) {
  return createClient<paths>({ baseUrl: address, headers: { Authorization: `Bearer ${token}` } });
}

function must<T>(value: T | undefined, error: unknown): T {
  if (value === undefined) throw new Error(JSON.stringify(error));
  return value;
}

// A gate also answers in plain text, to who asks for it.
function json<T>(value: T | string | undefined, error: unknown): T {
  const found = must(value, error);
  if (typeof found === 'string') throw new Error(`no JSON: ${found}`);
  return found;
}

function check(what: string, holds: boolean) {
  if (!holds) throw new Error(`does not hold: ${what}`);
}

const caller = as(callerToken);
const auditor = as(auditorToken);
const aggregate: Aggregate = {
  specVersion: '1.1',
  aggregateId: 'typescript-1',
  window: { start: new Date(Date.parse(end) - 3_600_000).toISOString(), end },
  product: 'typescript-shop',
  surface: 'checkout',
  release: { version: '7.18.1', stage: 'CANARY' },
  cluster: { id: 'c-1', categories: ['payment_failure'], confidence: 0.9, actionable: true },
  volume: { count: 40, customers: 40, baseline: 2, standardDeviation: 1 },
};

const posted = await caller.POST('/v1/decisions', { body: aggregate });
const decision = must(posted.data, posted.error);
check('it is decided', posted.response.status === 201 && decision.product === 'typescript-shop');
const again = await caller.POST('/v1/decisions', { body: aggregate });
check('it is replayed', again.response.headers.get('Idempotency-Replayed') === 'true');

const wrong = await caller.POST('/v1/decisions', { body: { ...aggregate, product: 'No Product' } });
check('it is refused', wrong.error?.code === 'invalid-aggregate');
check('and it says where', wrong.error?.violations?.[0]?.code === 'bad-format');

const lines = await caller.POST('/v1/decisions:batch', {
  body: JSON.stringify(aggregate),
  bodySerializer: (body) => body,
  headers: { 'Content-Type': 'application/x-ndjson' },
  parseAs: 'text',
});
const line = JSON.parse(must(lines.data, lines.error)) as components['schemas']['BatchLine'];
check('a line is replayed', 'idempotencyReplayed' in line && line.idempotencyReplayed === true);

const path = { id: decision.decisionId };
const read = await auditor.GET('/v1/decisions/{id}', { params: { path } });
check('it is read', must(read.data, read.error).severity === decision.severity);
const found = await auditor.GET('/v1/decisions', { params: { query: { product: ['typescript-shop'], limit: 5 } } });
check('it is found', must(found.data, found.error).items[0]?.decisionId === decision.decisionId);

const asked = await caller.POST('/v1/gates/{gate}/evaluations', {
  params: { path: { gate: 'production' } },
  body: { product: 'typescript-shop', release: '7.18.2', stage: 'PRODUCTION', rollbackPlanAttached: true },
});
const evaluation = json(asked.data, asked.error);
check('the verdict is in a header', asked.response.headers.get('Gate-Verdict') === evaluation.verdict);
const shown = await auditor.GET('/v1/gates/evaluations/{id}', { params: { path: { id: evaluation.evaluationId } } });
check('it is on record', json(shown.data, shown.error).verdict === evaluation.verdict);
console.log(`done: ${decision.decisionId} ${evaluation.verdict}`);
