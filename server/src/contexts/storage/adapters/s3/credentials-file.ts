import { readFile, stat } from 'node:fs/promises'
import { upstreamRefused } from '../../errors.ts'
import { said } from './failures.ts'

/** The client asks again when less than five minutes are left: so a new key counts in a minute. */
const VALID_MILLISECONDS = 6 * 60_000

interface UpstreamKey {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  expiration: Date
}

/**
 * The first profile of a file in the form of AWS's shared credentials file.
 *
 * @throws storage.upstream-refused where others may read it, or it holds no key
 */
export async function readCredentials(path: string): Promise<UpstreamKey> {
  const facts = await stat(path).catch(unreadable)
  if ((facts.mode & 0o077) !== 0) throw unusable('others than its owner may read it')
  const values = valuesOf(await readFile(path, 'utf8').catch(unreadable))
  const accessKeyId = values.get('aws_access_key_id')
  const secretAccessKey = values.get('aws_secret_access_key')
  const sessionToken = values.get('aws_session_token')
  if (!accessKeyId || !secretAccessKey) throw unusable('it holds no key and secret')
  const expiration = new Date(Date.now() + VALID_MILLISECONDS)
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }), expiration }
}

function valuesOf(text: string): Map<string, string> {
  const values = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, name, value] = /^\s*(aws_\w+)\s*=\s*(\S+)\s*$/.exec(line) ?? []
    if (name && value && !values.has(name)) values.set(name, value)
  }
  return values
}

function unreadable({ message }: Error): never {
  throw unusable(message)
}

function unusable(reason: string) {
  return upstreamRefused({}, { cause: said('KeyFile', reason) })
}
