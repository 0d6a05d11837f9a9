import { methodNotAllowed, notImplemented, parameterOutOfPlace } from './errors.ts'
import type { S3Operation } from './operation.ts'
import { refused, served } from './operations.ts'

/**
 * S3 User Guide, "Custom access log information": it ignores what begins so. Signatures are among
 * them, and what SDKs say of themselves.
 */
const IGNORED = /^x-/i
/** Of a signature of version 2; read by who authenticates. */
const SIGNATURE = ['AWSAccessKeyId', 'Signature', 'Expires']
/** In the query of a URL that somebody signed; what is put instead would be the empty body. */
const NEVER_IGNORED = 'x-amz-copy-source'

/** What is a parameter of some operation, and so no sub-resource. */
const PARAMETERS: ReadonlySet<string> = new Set(
  served.flatMap((operation) => operation.parameters ?? []),
)

interface Asked {
  method: string
  on: S3Operation['on']
  query: ReadonlyMap<string, string>
  headers: Readonly<Record<string, unknown>>
}

/**
 * No request is taken for another: whatever its query names beside what the operation knows, it
 * might have been meant for something else.
 *
 * @throws s3.not-implemented, s3.parameter-out-of-place, s3.method-not-allowed
 */
export function findOperation(asked: Asked): S3Operation {
  const { method, on } = asked
  const matching = matchingOf(asked)
  const strange = [...asked.query].filter(([name]) => !knows(matching, name))
  refuseResources(asked, strange)
  if (matching) return demandInPlace(matching, strange)
  if (method === 'POST' && on === 'bucket')
    throw notImplemented({ operation: 'POST policy', reason: 'use PutObject or a presigned URL' })
  throw methodNotAllowed({ method })
}

function matchingOf({ method, on, query, headers }: Asked): S3Operation | undefined {
  return served.find(
    (operation) =>
      operation.method === method &&
      operation.on === on &&
      (operation.query ?? []).every((name) => query.has(name)) &&
      (operation.header === undefined || headers[operation.header] !== undefined),
  )
}

function knows(operation: S3Operation | undefined, name: string): boolean {
  if (operation?.query?.includes(name) || operation?.parameters?.includes(name)) return true
  return SIGNATURE.includes(name) || (IGNORED.test(name) && name.toLowerCase() !== NEVER_IGNORED)
}

/** What is known and not served, and what nobody here has heard of: `?name`, without a value. */
function refuseResources({ method }: Asked, strange: readonly [string, string][]): void {
  for (const [name, value] of strange) {
    const known = refused.find((resource) => resource.query === name)
    const resource = known !== undefined || (value === '' && !PARAMETERS.has(name))
    if (!resource) continue
    const reason = known?.reason ?? 'nothing here is named so'
    throw notImplemented({ operation: `${method} ?${name}`, reason })
  }
}

/** Reads do no harm, and caches are passed by with parameters that S3 ignores too. */
function demandInPlace(operation: S3Operation, strange: readonly [string, string][]): S3Operation {
  const [first] = strange
  const reads = operation.method === 'GET' || operation.method === 'HEAD'
  if (first && !reads) throw parameterOutOfPlace({ operation: operation.name, name: first[0] })
  return operation
}
