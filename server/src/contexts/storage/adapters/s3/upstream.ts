import { setTimeout as sleep } from 'node:timers/promises'
import { S3Client } from '@aws-sdk/client-s3'
import type { Clock } from '../../../../foundation/clock.ts'
import type { DomainError } from '../../../../foundation/errors.ts'
import type { Log } from '../../../../foundation/log.ts'
import { upstreamAway } from '../../errors.ts'
import { readCredentials } from './credentials-file.ts'
import { adviceOn, answeredAbsent, said, upstreamFailure } from './failures.ts'
import type { UpstreamSettings, UpstreamState } from './settings.ts'

export interface Upstream {
  bucket: string
  prefix: string
  location: string
  /**
   * @throws storage.upstream-away, storage.upstream-busy, storage.upstream-refused, storage.full
   */
  ask<Answer>(work: (client: S3Client) => Promise<Answer>): Promise<Answer>
  /** The same; undefined where the endpoint has no such key or upload. */
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
  { log, clock }: { log: Log; clock: Clock },
): Upstream {
  const { bucket, prefix, endpoint } = settings
  const location = `s3://${bucket}/${prefix}${endpoint === undefined ? '' : ` at ${endpoint}`}`
  const client = clientOf(settings)
  const last: LastAnswer = { at: 0 }

  function answered(failure: DomainError | undefined): void {
    const before = last.failure
    Object.assign(last, { failure, at: clock().getTime() })
    if (failure && failure.code !== before?.code)
      log.error({ location, err: failure }, 'the S3 endpoint of the blobs fails')
    if (!failure && before) log.info({ location }, 'the S3 endpoint of the blobs is well again')
  }

  async function ask<Answer>(work: (client: S3Client) => Promise<Answer>): Promise<Answer> {
    try {
      const answer = await work(client)
      answered(undefined)
      return answer
    } catch (error) {
      const failure = upstreamFailure(error)
      // That something is not there is an answer like any other.
      answered(answeredAbsent(error) ? undefined : failure)
      throw failure
    }
  }

  return {
    ...{ bucket, prefix, location, ask },
    find: (work) =>
      ask(work).catch((failure: DomainError) => {
        if (answeredAbsent(failure.cause)) return undefined
        throw failure
      }),
    async state(probe) {
      const stale = clock().getTime() - last.at > STATE_SECONDS * 1000
      const failure = stale ? await probed(last, probe) : last.failure
      if (!failure) return { state: 'ok', location, detail: 'it answers' }
      return { state: 'failed', location, ...adviceOn(failure, settings) }
    },
    close: () => client.destroy(),
  }
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

function clientOf({ endpoint, region, credentialsFile }: UpstreamSettings): S3Client {
  const agent = { maxSockets: SOCKETS }
  return new S3Client({
    region,
    // Endpoints that are not AWS's seldom have a host name for each bucket.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    credentials: () => readCredentials(credentialsFile),
    maxAttempts: ATTEMPTS,
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
