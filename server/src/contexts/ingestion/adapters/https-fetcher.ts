import { type Dispatcher, RetryAgent, request } from 'undici'
import { fetchFailed, fileChanged } from '../errors.ts'
import type { RemoteFile } from '../model/listing.ts'
import type { Fetcher, FetcherOptions } from './fetcher.ts'
import { agentTo, type HttpsAccess, httpsAccess } from './https-access.ts'

const RETRIES_MAX = 4
const RETRY_FIRST_MS = 200
const INDEX_BYTES_MAX = 64 << 20

/** Lists by a JSON index at the directory (`{"files": [...]}`), or by HEAD of agreed paths. */
export async function openHttps(options: FetcherOptions<'https'>): Promise<Fetcher> {
  const { connection } = options
  const agent = agentTo(connection.url, options)
  // Continues a body that breaks off by Range, as long as the ETag is the same.
  const dispatcher = new RetryAgent(agent, {
    maxRetries: RETRIES_MAX,
    minTimeout: RETRY_FIRST_MS,
    methods: ['GET', 'HEAD'],
  })
  const access = httpsAccess(options)
  const ask = asker({ ...options, access }, dispatcher)
  return {
    list: async () => {
      const { paths } = connection
      if (!paths) return parseIndex(await wholeIndex((await ask('GET', '')).body))
      return await Promise.all(
        paths.map(async (path) => {
          const answer = await ask('HEAD', path)
          await answer.body.dump()
          return fromHeaders(path, answer.headers)
        }),
      )
    },
    read: async (file, start, tell) => {
      const answer = await ask('GET', file.path, rangeFrom(start, file))
      const { etag } = answer.headers
      if (file.etag !== undefined && etag !== undefined && etag !== file.etag) {
        await answer.body.dump()
        throw fileChanged({ path: file.path })
      }
      if (start > 0 && answer.statusCode !== 206) {
        await answer.body.dump()
        throw fetchFailed({ path: file.path, reason: 'the server cannot continue inside a file' })
      }
      if (typeof etag === 'string') tell?.(etag)
      return answer.body
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([agent.destroy(), access[Symbol.asyncDispose]()])
    },
  }
}

/** The rest of the file as listed; a weak tag says nothing of bytes. @see RFC 9110, 13.1.5 */
function rangeFrom(start: number, { etag }: RemoteFile): Record<string, string> {
  if (start === 0) return {}
  const strong = etag !== undefined && !etag.startsWith('W/')
  return { range: `bytes=${start}-`, ...(strong && { 'if-range': etag }) }
}

type Ask = (
  method: 'GET' | 'HEAD',
  path: string,
  more?: Record<string, string>,
) => Promise<Dispatcher.ResponseData>

/** Asks below the agreed directory. @throws ingestion.fetch-failed */
function asker(
  options: FetcherOptions<'https'> & { access: HttpsAccess },
  dispatcher: Dispatcher,
): Ask {
  const { connection, directory, access } = options
  const base = new URL(`${directory.replace(/^\.?\/*|\/+$/g, '')}/`, slashed(connection.url))
  return async (method, path, more = {}) => {
    const start = new URL(base.href.endsWith('//') ? slashed(connection.url) : base)
    const url = new URL(path, start)
    // The names in a vendor's index are the vendor's: none may lead us, or our secret, elsewhere.
    if (url.origin !== start.origin || !url.pathname.startsWith(start.pathname))
      throw fetchFailed({ path, reason: 'it lies outside the agreed directory' })
    const send = async () => {
      const headers = { ...(await access.headers()), ...more }
      return await request(url, { dispatcher, method, headers })
    }
    let answer = await send()
    if (answer.statusCode === 401 && access.forget()) {
      await answer.body.dump()
      answer = await send()
    }
    if (answer.statusCode < 300) return answer
    await answer.body.dump()
    throw fetchFailed({ path: url.pathname, reason: `the server answered ${answer.statusCode}` })
  }
}

function slashed(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}

/** As much as a listing may be; a vendor may go on for ever. */
async function wholeIndex(body: AsyncIterable<Buffer>): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > INDEX_BYTES_MAX)
      throw fetchFailed({ path: '/', reason: `the index is over ${INDEX_BYTES_MAX >> 20} MiB` })
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch (cause) {
    throw fetchFailed({ path: '/', reason: 'the index is no JSON' }, { cause })
  }
}

function parseIndex(index: unknown): RemoteFile[] {
  const files = (index as { files?: unknown } | null)?.files
  if (!Array.isArray(files)) throw fetchFailed({ path: '/', reason: 'the index lists no files' })
  return files.map(({ name, size, modified }: Record<string, unknown>) => ({
    path: String(name),
    sizeBytes: Number(size),
    ...(typeof modified === 'string' && { modifiedAt: new Date(modified) }),
  }))
}

function fromHeaders(path: string, headers: Record<string, unknown>): RemoteFile {
  const modified = headers['last-modified']
  return {
    path,
    sizeBytes: Number(headers['content-length'] ?? 0),
    ...(typeof modified === 'string' && { modifiedAt: new Date(modified) }),
    ...(typeof headers.etag === 'string' && { etag: headers.etag }),
  }
}
