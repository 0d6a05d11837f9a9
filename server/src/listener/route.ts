import { scopedService } from '../doors/shared/credential-scope.ts'

/** The doors by name; `operations` is health and metrics. */
export type DoorName =
  | 's3'
  | 'sts'
  | 'iam'
  | 'glue'
  | 'lake-formation'
  | 'emr'
  | 'emr-serverless'
  | 'service-catalog'
  | 'ram'
  | 'iceberg-rest'
  | 'livy'
  | 'notebooks'
  | 'dashboards'
  | 'portal-api'
  | 'portal'
  | 'operations'
  | 'unserved'

/** What the choice of a door is made from. */
export interface RouteFacts {
  method: string
  /** The Host header, with or without a port. */
  host: string
  rawPath: string
  rawQuery: string
  authorization: string | undefined
  contentType: string | undefined
  accept: string | undefined
}

/** By the service name of a SigV4 credential scope, or of a host name. */
const doorByService: Readonly<Record<string, DoorName>> = {
  s3: 's3',
  sts: 'sts',
  iam: 'iam',
  glue: 'glue',
  lakeformation: 'lake-formation',
  elasticmapreduce: 'emr',
  'emr-serverless': 'emr-serverless',
  servicecatalog: 'service-catalog',
  ram: 'ram',
}

/** What a credential scope may name. */
export const services: readonly string[] = Object.keys(doorByService)

/** A bucket may not have such a name. */
const doorByFirstSegment: Readonly<Record<string, DoorName>> = {
  iceberg: 'iceberg-rest',
  livy: 'livy',
  api: 'portal-api',
  app: 'portal',
  metrics: 'operations',
  healthz: 'operations',
  readyz: 'operations',
}

/** Chooses the door of a request, in the order of ARCHITECTURE.md “One port”. */
export function route(facts: RouteFacts, domain: string): DoorName {
  const service = scopedService(facts.authorization, facts.rawQuery)
  return (
    byHost(facts.host, domain) ??
    // Before the path: who makes a bucket of a reserved name is told so as S3 tells it.
    (service === 's3' ? 's3' : undefined) ??
    bySegment(facts.rawPath) ??
    byPassword(facts) ??
    byScope(service) ??
    byUnsignedForm(facts) ??
    's3'
  )
}

function byHost(hostHeader: string, domain: string): DoorName | undefined {
  const host = hostHeader.replace(/:\d+$/, '').toLowerCase()
  if (!host.endsWith(`.${domain}`)) return undefined
  const labels = host.slice(0, -domain.length - 1).split('.')
  if (labels[1] === 'livy' && labels[2] === 'emr-serverless-services') return 'livy'
  if (labels.includes('s3')) return 's3'
  return doorByService[labels[0] ?? '']
}

function bySegment(rawPath: string): DoorName | undefined {
  const [, segment = ''] = rawPath.split('/', 2)
  return Object.hasOwn(doorByFirstSegment, segment) ? doorByFirstSegment[segment] : undefined
}

/** Of clients that give Livy no path of its own; nothing else below the root takes a password. */
function byPassword({ authorization = '' }: RouteFacts): DoorName | undefined {
  return /^Basic /i.test(authorization) ? 'livy' : undefined
}

function byScope(service: string | undefined): DoorName | undefined {
  if (service === undefined) return undefined
  return Object.hasOwn(doorByService, service) ? doorByService[service] : 'unserved'
}

function byUnsignedForm(facts: RouteFacts): DoorName | undefined {
  const form = facts.contentType?.startsWith('application/x-www-form-urlencoded')
  if (facts.rawPath !== '/') return undefined
  if (facts.method === 'POST' && form) return 'sts'
  if (facts.method === 'GET' && facts.accept?.includes('text/html')) return 'portal'
  return undefined
}
