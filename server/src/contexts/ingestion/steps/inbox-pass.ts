import type { Caller, Origin } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import { inboxRefused } from '../errors.ts'

/** Who has signed in to an inbox. */
export interface InboxPass {
  accountId: string
  agreementId: string
  accessKeyId: string
  from: Origin
}

const FILE_BYTES_MAX = 64 * 2 ** 30
/** So often it is asked whether there is room, and whether the agreement still stands. */
const ASKED_EACH_BYTES = 64 << 20

/** @throws identity.unknown-access-key when the agreement has ended, or the key is another */
export async function passing({ identity }: IngestionDeps, pass: InboxPass): Promise<Caller> {
  const { accessKeyId, from } = pass
  return (await identity.authenticate({ accessKeyId }, from, { storage: true })).caller
}

/**
 * Breaks off what is too long, has no room, or outlives its agreement: then nothing of it is kept.
 *
 * @throws ingestion.inbox-refused, identity.unknown-access-key
 */
export async function* watched(
  deps: IngestionDeps,
  pass: InboxPass,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0
  let askedBytes = 0
  await demandRoom(deps, pass, 0)
  for await (const chunk of body) {
    sizeBytes += chunk.byteLength
    if (sizeBytes > FILE_BYTES_MAX)
      throw inboxRefused({ reason: `it has over ${FILE_BYTES_MAX} bytes` })
    if (sizeBytes - askedBytes >= ASKED_EACH_BYTES) {
      askedBytes = sizeBytes
      await passing(deps, pass)
      await demandRoom(deps, pass, sizeBytes)
    }
    yield chunk
  }
  await passing(deps, pass)
}

/** Early: whether there is room for all of it is judged where it is put. */
async function demandRoom(
  { storage }: IngestionDeps,
  { accountId }: InboxPass,
  wantedBytes: number,
): Promise<void> {
  const { sizeBytes, quota } = await storage.keeping(accountId)
  const { sizeBytesMax = Number.POSITIVE_INFINITY } = quota
  if (sizeBytes + wantedBytes >= sizeBytesMax)
    throw inboxRefused({ reason: 'the account keeps as much as its quota lets it' })
}
