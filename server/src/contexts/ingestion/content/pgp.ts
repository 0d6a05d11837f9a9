import { Duplex, Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { decrypt, decryptKey, readKeys, readMessage, readPrivateKey } from 'openpgp'
import { unreadableArchive } from '../errors.ts'
import type { ConnectionSecret } from '../model/connection.ts'

const ARMOR = '-----BEGIN PGP'

/**
 * Decrypts with the agreement’s key, armored or binary. Where the agreement names signers the
 * message must be signed by one of them. What is wrong, a byte that was changed too, is told at the
 * latest at the end: until then nothing of it may be used.
 */
export function decrypting(
  { pgpPrivateKey, pgpPassphrase, pgpSigners }: ConnectionSecret,
  bytesMax: number,
): Duplex {
  return Duplex.from(async function* decrypted(source: AsyncIterable<Buffer>) {
    if (pgpPrivateKey === undefined)
      throw unreadableArchive({ reason: 'the agreement has no PGP key to decrypt it with' })
    const key = await privateKey(pgpPrivateKey, pgpPassphrase)
    const signers = pgpSigners === undefined ? [] : await readKeys({ armoredKeys: pgpSigners })
    const { data, signatures } = await decrypt({
      message: await messageOf(source),
      decryptionKeys: key,
      format: 'binary',
      ...(signers.length > 0 && { verificationKeys: signers, expectSigned: true }),
      config: { allowUnauthenticatedStream: true, maxDecompressedMessageSize: bytesMax },
    })
    yield* data as unknown as AsyncIterable<Uint8Array>
    if (signers.length > 0) await Promise.any(signatures.map(({ verified }) => verified))
  })
}

export async function privateKey(armoredKey: string, passphrase: string | undefined) {
  const key = await readPrivateKey({ armoredKey })
  return passphrase === undefined || key.isDecrypted()
    ? key
    : await decryptKey({ privateKey: key, passphrase })
}

async function messageOf(source: AsyncIterable<Buffer>) {
  const chunks = source[Symbol.asyncIterator]()
  const first = await chunks.next()
  const armored = !first.done && first.value.toString('latin1').trimStart().startsWith(ARMOR)
  async function* whole() {
    if (!first.done) yield first.value
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
  }
  const bytes = Readable.toWeb(Readable.from(whole())) as ReadableStream<Uint8Array>
  if (!armored) return await readMessage({ binaryMessage: bytes })
  const text = bytes.pipeThrough(new TextDecoderStream('latin1'))
  return await readMessage({ armoredMessage: text })
}

/** Why the keys cannot be used; undefined: they can. */
export async function keyProblem(keys: ConnectionSecret): Promise<string | undefined> {
  const { pgpPrivateKey, pgpPassphrase, pgpSigners } = keys
  try {
    if (pgpPrivateKey !== undefined) {
      const key = await privateKey(pgpPrivateKey, pgpPassphrase)
      if (!key.isDecrypted()) return 'the PGP key needs its passphrase'
    }
  } catch {
    return 'the PGP key cannot be read, or its passphrase is another'
  }
  try {
    if (pgpSigners !== undefined) await readKeys({ armoredKeys: pgpSigners })
    return undefined
  } catch {
    return 'the PGP keys of who signs cannot be read'
  }
}
