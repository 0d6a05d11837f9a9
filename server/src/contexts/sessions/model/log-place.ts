import { invalidSession } from '../errors.ts'
import type { Run } from './run.ts'

// A bucket, and where in it; what EMR writes for a cluster or application comes below.
const LOG_URI = /^s3[an]?:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([^\s#?*]{0,512}))?$/

/** @throws sessions.invalid-session */
export function checkLogUri(uri: string): void {
  if (!LOG_URI.test(uri) || keyParts(uri).some((part) => part === '.' || part === '..'))
    throw invalidSession({ reason: `"${uri}" is no s3:// location for logs` })
}

/**
 * Where the log of an attempt goes, by the paths that EMR and EMR Serverless document; driver and
 * script write to one log here, which stands in the place of standard output. Executors are named
 * as those of EMR Serverless, also of a step, whose cluster has no containers.
 */
export function logPlace(
  { logUri = '', kind, id, place, attempt: last }: Pick<Run, LogMembers>,
  attempt: number,
  executor?: string,
): { bucket: string; key: string } {
  const [, bucket = ''] = LOG_URI.exec(logUri) ?? []
  const before = attempt === last ? [] : ['attempts', String(attempt)]
  const who = executor === undefined ? ['SPARK_DRIVER'] : ['SPARK_EXECUTOR', executor]
  const of = executor === undefined ? [] : who
  const below =
    kind === 'step'
      ? [place.id, 'steps', id, ...before, ...of, 'stdout.gz']
      : ['applications', place.id, 'jobs', id, ...before, ...who, 'stdout.gz']
  return { bucket, key: [...keyParts(logUri), ...below].join('/') }
}

type LogMembers = 'logUri' | 'kind' | 'id' | 'place' | 'attempt'

function keyParts(uri: string): string[] {
  const [, , prefix = ''] = LOG_URI.exec(uri) ?? []
  return prefix.split('/').filter((part) => part !== '')
}
