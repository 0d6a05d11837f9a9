import { setTimeout as sleep } from 'node:timers/promises'
import { S3Client } from '@aws-sdk/client-s3'
import type { Clock } from '../../../../foundation/clock.ts'
import type { DomainError } from '../../../../foundation/errors.ts'
import type { Log } from '../../../../foundation/log.ts'
import { upstreamAway } from '../../errors.ts'
import { placeOf } from '../../model/link.ts'
import { readCredentials } from './credentials-file.ts'
import { adviceOn, answeredAbsent, answeredWell, said, upstreamFailure } from './failures.ts'
import type { UpstreamSettings, UpstreamState } from './settings.ts'

export interface Upstream {
  bucket: string
  prefix: string
  location: string
  /**
   * @throws storage.upstream-away, storage.upstream-busy, storage.upstream-refused, storage.full
   */
  ask<Answer>(work: (client: S3Client) => Promise<Answer>): Promise<Answer>
  /** The same without trying again: what hangs on a condition would fail because it was done. */
  askOnce: Upstream['ask']
  /** The same as `ask`; undefined where the endpoint has no such key or upload. */
  find<Answer>(work: (client: S3Client) => Promise<Answer>): Promise<Answer | undefined>
  /** `probe` asks it anew where nobody did for a while. */
  state(probe: () => Promise<void>): Promise<UpstreamState>
  close(): void
}

const CONNECT_MILLISECONDS = 3000
/** Three attempts end before a client of ours gives up, which AWS's do after a minute. */
const SILENT_MILLISECONDS = 15_000
const ATTEMPTS = 3
/** Each open read holds one. */
const SOCKETS = 512
/** What fails is thrown, and logged once where it is handled. */
export const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} }
const STATE_SECONDS = 15
const PROBE_MILLISECONDS = 3000

/** How the endpoint answered last. */
interface LastAnswer {
  failure?: DomainError
  /** In milliseconds. */
  at: number
  probing?: Promise<void>
}

export function createUpstream(
  settings: UpstreamSettings,
  { log, clock, holds = 'the blobs' }: { log: Log; clock: Clock; holds?: string },
): Upstream {
  const { bucket, prefix } = settings
  const location = placeOf(settings)
  const client = clientOf(settings, ATTEMPTS)
  const impatient = clientOf(settings, 1)
  const last: LastAnswer = { at: 0 }
  const answered = (failure: DomainError | undefined) => {
    logTurn(log, { location, holds, before: last.failure, failure })
    Object.assign(last, { failure, at: clock().getTime() })
  }
  async function askBy<Answer>(
    by: S3Client,
    work: (client: S3Client) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      const answer = await work(by)
      answered(undefined)
      return answer
    } catch (error) {
      const failure = upstreamFailure(error)
      // That something is not there, or not so, is an answer like any other.
      answered(answeredWell(error) ? undefined : failure)
      throw failure
    }
  }

  return {
    ...{ bucket, prefix, location },
    ask: (work) => askBy(client, work),
    askOnce: (work) => askBy(impatient, work),
    find: (work) =>
      askBy(client, work).catch((failure: DomainError) => {
        if (answeredAbsent(failure.cause)) return undefined
        throw failure
      }),
    async state(probe) {
      const stale = clock().getTime() - last.at > STATE_SECONDS * 1000
      const failure = stale ? await probed(last, probe) : last.failure
      if (!failure) return { state: 'ok', location, detail: 'it answers' }
      return { state: 'failed', location, ...adviceOn(failure, settings) }
    },
    close() {
      client.destroy()
      impatient.destroy()
    },
  }
}

/** A line where the endpoint begins to fail, fails otherwise, or is well again. */
function logTurn(
  log: Log,
  of: {
    location: string
    holds: string
    before: DomainError | undefined
    failure: DomainError | undefined
  },
): void {
  const { location, holds, before, failure } = of
  if (failure && failure.code !== before?.code)
    log.error({ location, err: failure }, `the S3 endpoint of ${holds} fails`)
  if (!failure && before) log.info({ location }, `the S3 endpoint of ${holds} is well again`)
}

/** One asks for all; nobody waits long. */
async function probed(
  last: LastAnswer,
  probe: () => Promise<void>,
): Promise<DomainError | undefined> {
  const forgotten = () => void delete last.probing // What it found is kept as the last answer.
  last.probing ??= probe().then(forgotten, forgotten)
  const silent = sleep(PROBE_MILLISECONDS, 'silent', { ref: false })
  if ((await Promise.race([last.probing, silent])) !== 'silent') return last.failure
  return upstreamAway({}, { cause: said('Silence', `for ${PROBE_MILLISECONDS} ms`) })
}

function clientOf(
  { endpoint, region, credentialsFile }: UpstreamSettings,
  maxAttempts: number,
): S3Client {
  const agent = { maxSockets: SOCKETS }
  return new S3Client({
    region,
    // Endpoints that are not AWS's seldom have a host name for each bucket.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    credentials: () => readCredentials(credentialsFile),
    maxAttempts,
    logger: SILENT,
    // It would cost a connection for each part.
    expectContinueHeader: false,
    // Scrubs compare what is read with the MD5 of what came.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      ...{ httpAgent: agent, httpsAgent: agent },
      connectionTimeout: CONNECT_MILLISECONDS,
      socketTimeout: SILENT_MILLISECONDS,
    },
  })
}
