import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Log } from '../../foundation/log.ts'
import type { Door, Exchange } from '../shared/door.ts'
import { type BuiltFile, type BuiltFiles, readBuiltFiles } from './built-files.ts'
import { documentHeaders, fileHeaders } from './headers.ts'

const ROOT = '/app/'
/** The document's place for the nonce that its style sheets carry. */
const NONCE = '__NONCE__'

export interface PortalDoorDeps {
  /** `portal/dist`: what `vite build` made. */
  directory: string
  log: Log
}

/** Serves the portal's files. Every path that is no file is one of the portal's own pages. */
export function createPortalDoor(deps: PortalDoorDeps): Door {
  let reading: Promise<BuiltFiles | undefined> | undefined

  /** Read once it is built: a server that starts before the build finds it later. */
  async function built(): Promise<BuiltFiles | undefined> {
    reading ??= readBuiltFiles(deps.directory)
    const files = await reading
    if (!files) reading = undefined
    return files
  }

  return { name: 'portal', handle: async (exchange) => answer(exchange, await built(), deps.log) }
}

async function answer(exchange: Exchange, built: BuiltFiles | undefined, log: Log): Promise<void> {
  const { request, response, rawPath } = exchange
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return text(exchange, 405, 'Only GET and HEAD.', { allow: 'GET, HEAD' })
  if (!rawPath.startsWith(ROOT))
    return text(exchange, 308, 'The portal is at /app/.', { location: ROOT })
  if (!built) return text(exchange, 503, 'The portal is not built yet: npm start builds it.')

  const file = built.files.get(rawPath.slice(ROOT.length))
  if (file) {
    try {
      await sendFile(exchange, file)
    } catch (error) {
      // The other side went away, or the file was rebuilt underneath: the head is already sent.
      log.debug({ err: error, path: rawPath }, 'portal file was not sent whole')
      response.destroy()
    }
    return
  }
  if (rawPath.startsWith(`${ROOT}assets/`)) return text(exchange, 404, 'No such file.')
  sendDocument(exchange, built.document)
}

async function sendFile(exchange: Exchange, file: BuiltFile): Promise<void> {
  const { request, response } = exchange
  const coding = chooseCoding(request.headers['accept-encoding'], file)
  const sent = coding ? file.compressed[coding] : file
  if (!sent) return
  const headers = fileHeaders({ file, coding, sizeBytes: sent.sizeBytes })
  if (request.headers['if-none-match'] === headers.etag) {
    response.writeHead(304, headers).end()
    return
  }
  response.writeHead(200, headers)
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  await pipeline(createReadStream(sent.path), response)
}

function chooseCoding(accepted: string | string[] | undefined, file: BuiltFile) {
  const codings = new Set(
    String(accepted ?? '')
      .split(',')
      .map((coding) => coding.split(';')[0]?.trim()),
  )
  if (codings.has('br') && file.compressed.br) return 'br'
  if (codings.has('gzip') && file.compressed.gzip) return 'gzip'
  return undefined
}

function sendDocument({ request, response, secure }: Exchange, document: string): void {
  const nonce = randomBytes(16).toString('base64url')
  const body = Buffer.from(document.replaceAll(NONCE, nonce))
  response.writeHead(200, { ...documentHeaders({ nonce, secure }), 'content-length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
}

function text(
  { response }: Exchange,
  status: number,
  message: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers })
  response.end(`${message}\n`)
}
