import { operations, routes } from '@millrace/contract'
import { wireError } from '../../server/src/doors/iceberg-rest/errors.ts'
import { routes as icebergRoutes } from '../../server/src/doors/iceberg-rest/routes.ts'
import { statusByKind } from '../../server/src/doors/livy/errors.ts'
import { routes as livyRoutes } from '../../server/src/doors/livy/routes.ts'
import { refused, served } from '../../server/src/doors/s3/operations.ts'
import { wireErrorOf } from '../../server/src/doors/s3/render-error.ts'
import { createLog } from '../../server/src/foundation/log.ts'
import { code, errorTable, table } from './markdown.ts'
import { fileOf } from './members.ts'
import { raisedAt } from './raised-errors.ts'

export async function s3Page(): Promise<string[]> {
  const rows = served.map(({ name, method, on, query = [], parameters = [], header }) => [
    linkTo('s3', name),
    `${method} on ${on === 'service' ? 'the service' : `a ${on}`}`,
    [...query.map((one) => code(`?${one}`)), ...(header ? [code(header)] : [])].join(', '),
    parameters.map(code).join(', '),
  ])
  const raised = await raisedAt('s3')
  return [
    '## Served',
    table(['operation', 'method', 'told by', 'may have'], rows.sort(byFirst)),
    '## Refused',
    'A request with one of these parameters is answered `NotImplemented`, with the reason, and\n' +
      'so is one with any other that has no value and stands in no column above.',
    table(
      ['parameter', 'reason'],
      refused.map(({ query, reason }) => [code(`?${query}`), reason]),
    ),
    '## Errors',
    errorTable(raised.map((error) => ({ ...wireOf(wireErrorOf(error)), own: error.code }))),
  ]
}

export async function icebergPage(): Promise<string[]> {
  const rows = icebergRoutes.map(({ name, method, path, summary }) => [
    linkTo('iceberg-rest', name),
    code(`${method} ${path}`),
    summary,
  ])
  const token = [linkTo('iceberg-rest', 'getToken'), code('POST /v1/oauth/tokens')]
  const raised = await raisedAt('iceberg-rest')
  const about = { log: createLog('silent'), requestId: '', method: 'GET' }
  const named = raised.map((raisedError) => {
    const { status, body } = wireError(raisedError, about)
    const { error } = body as { error: string | { type: string } }
    return {
      wire: typeof error === 'object' ? error.type : 'OAuthError',
      status,
      own: raisedError.code,
    }
  })
  return [
    '## Served',
    'Below `/iceberg`; operations are named as the specification names them.',
    table(
      ['operation', 'route', 'what it does'],
      [[...token, 'A bearer token for an access key pair'], ...rows].sort(byFirst),
    ),
    '## Errors',
    errorTable(named),
  ]
}

export async function livyPage(): Promise<string[]> {
  const rows = livyRoutes.map(({ method, path, summary }) => [code(`${method} ${path}`), summary])
  const raised = await raisedAt('livy')
  return [
    '## Served',
    'Below `/livy` on the platform’s port, at the root of a cluster’s own; `:` is an id or a name.',
    table(
      ['route', 'what it does'],
      [[code('GET /version'), 'What answers; before signing in'], ...rows],
    ),
    '## Errors',
    'Livy’s clients tell errors apart by status; the body is `{"msg": …}`.',
    errorTable(
      raised.map(({ code: own, kind }) => ({ wire: 'msg', status: statusByKind[kind], own })),
    ),
  ]
}

export async function portalPage(): Promise<string[]> {
  const names = Object.keys(routes) as (keyof typeof routes)[]
  const rows = names.map((name) => [code(name), code(routes[name]), operations[name].summary])
  return [
    '## Operations',
    'Below `/api/v1`; `/api/v1/openapi.json` describes each to its last member.',
    table(['operation', 'route', 'what it does'], rows),
  ]
}

function wireOf({ code: wire, status }: { code: string; status: number }) {
  return { wire, status }
}

function linkTo(folder: string, operation: string): string {
  return `[${operation}](../../server/src/doors/${folder}/${fileOf(folder, operation)})`
}

function byFirst([a = '']: readonly string[], [b = '']: readonly string[]): number {
  return a < b ? -1 : 1
}
