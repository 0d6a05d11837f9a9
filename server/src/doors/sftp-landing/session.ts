import { posix } from 'node:path'
import ssh2, { type Attributes, type SFTPWrapper } from 'ssh2'
import type { InboxEntry, VendorInbox } from '../../contexts/ingestion/index.ts'
import { attributesOf, nameOf } from './attributes.ts'
import { noSuchFile, statusOf, unserved } from './errors.ts'
import type { Traffic } from './traffic.ts'
import { startUpload, type Upload } from './upload.ts'

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp
const HANDLES_MAX = 64
const UPLOADS_MAX = 8
/** Answers that wait because the client gives no window for them. */
const UNSENT_MAX = 200

type Handle = { upload: Upload } | { pages: AsyncGenerator<InboxEntry[]> }

interface Session {
  over: boolean
  sftp: SFTPWrapper
  inbox: VendorInbox
  traffic: Traffic
  handles: Map<number, Handle>
  /** One after the other, as a client that sends them at once may rely on. */
  inTurn(id: number, work: () => Promise<void>): void
}

/** One SFTP session of a vendor who has signed in. @see draft-ietf-secsh-filexfer-02 */
export function serveSession(
  sftp: SFTPWrapper,
  { inbox, traffic }: { inbox: VendorInbox; traffic: Traffic },
): void {
  const handles = new Map<number, Handle>()
  const inTurn = turns(sftp, traffic)
  const session: Session = { over: false, sftp, inbox, traffic, handles, inTurn }
  // Whoever goes away without a Close has not said that it was all.
  const over = () => {
    session.over = true
    for (const handle of handles.values()) if ('upload' in handle) handle.upload.abort()
    handles.clear()
  }
  sftp.on('close', over).on('end', () => {
    over()
    // Clients wait for the channel to be closed, once all that they asked for is answered.
    inTurn(0, async () => sftp.end())
  })
  serveFiles(session)
  serveDirectories(session)
  serveNames(session)
}

function turns(sftp: SFTPWrapper, traffic: Traffic): Session['inTurn'] {
  let last = Promise.resolve()
  return (id, work) => {
    const done = traffic.begin(0)
    if (unsentOf(sftp) > UNSENT_MAX) return sftp.end()
    last = last
      .then(work)
      .catch((error: unknown) => tell(sftp, id, error))
      .finally(done)
  }
}

/** Not in its types. */
function unsentOf(sftp: SFTPWrapper): number {
  return (sftp as unknown as { _buffer: readonly unknown[] })._buffer.length
}

function tell(sftp: SFTPWrapper, id: number, error?: unknown): void {
  if (error === undefined) return void sftp.status(id, STATUS_CODE.OK)
  const { code, message } = statusOf(error)
  sftp.status(id, code, message)
}

function serveFiles(session: Session): void {
  const { sftp, inbox, traffic, handles, inTurn } = session
  sftp.on('OPEN', (id, path, flags) =>
    inTurn(id, async () => {
      await demandWritable(session, path, flags)
      if (session.over) return
      const upload = startUpload((body) => inbox.put(path, body), traffic.early)
      sftp.handle(id, keep(handles, { upload }))
    }),
  )
  sftp.on('WRITE', (id, raw, offset, data) => {
    const upload = uploadOf(handles, raw)
    // Pieces whose turn has not come have room of their own: the missing one must get through.
    const done = traffic.begin(upload && offset > upload.sizeBytes() ? 0 : data.length)
    // What the library hands over is a view of what it received.
    const written = upload?.write(offset, Buffer.from(data)) ?? Promise.reject(noHandle())
    written
      .then(
        () => tell(sftp, id),
        (error: unknown) => tell(sftp, id, error),
      )
      .finally(done)
  })
  sftp.on('CLOSE', (id, raw) => {
    const handle = handleOf(handles, raw)
    handles.delete(handle?.number ?? 0)
    inTurn(id, async () => {
      if (!handle) throw noHandle()
      if ('upload' in handle) await handle.upload.finish()
      tell(sftp, id)
    })
  })
  sftp.on('FSTAT', (id, raw) =>
    inTurn(id, async () => {
      const upload = uploadOf(handles, raw)
      if (!upload) throw noHandle()
      const file = { sizeBytes: upload.sizeBytes(), modifiedAt: new Date() }
      sftp.attrs(id, attributesOf({ name: '', file }))
    }),
  )
}

/** @throws sftp-landing.unserved */
async function demandWritable({ inbox, handles }: Session, path: string, flags: number) {
  const has = (mode: number) => (flags & mode) !== 0
  if (!has(OPEN_MODE.WRITE)) throw unserved({ reason: 'files are put here, and not read' })
  if (has(OPEN_MODE.APPEND)) throw unserved({ reason: 'a file is written from its beginning on' })
  const uploads = [...handles.values()].filter((handle) => 'upload' in handle)
  if (handles.size >= HANDLES_MAX || uploads.length >= UPLOADS_MAX)
    throw unserved({ reason: `${UPLOADS_MAX} files are written at once, at most` })
  if (has(OPEN_MODE.TRUNC) && !has(OPEN_MODE.EXCL)) return
  if ((await inbox.stat(path))?.file)
    throw unserved({ reason: `"${path}" is there: it is written anew from its beginning, or not` })
}

function serveDirectories({ sftp, inbox, handles, inTurn }: Session): void {
  sftp.on('OPENDIR', (id, path) =>
    inTurn(id, async () => {
      if (handles.size >= HANDLES_MAX) throw unserved({ reason: 'too much is open' })
      const found = await inbox.stat(path)
      if (!found || found.file) throw noSuchFile({ path })
      sftp.handle(id, keep(handles, { pages: inbox.list(path) }))
    }),
  )
  sftp.on('READDIR', (id, raw) =>
    inTurn(id, async () => {
      const handle = handleOf(handles, raw)
      if (!handle || !('pages' in handle)) throw noHandle()
      for await (const entries of { [Symbol.asyncIterator]: () => unclosed(handle.pages) })
        if (entries.length > 0) return void sftp.name(id, entries.map(nameOf))
      sftp.status(id, STATUS_CODE.EOF)
    }),
  )
}

/** It goes on at the next request. */
function unclosed(pages: AsyncGenerator<InboxEntry[]>): AsyncIterator<InboxEntry[]> {
  return { next: () => pages.next() }
}

function serveNames({ sftp, inbox, inTurn }: Session): void {
  const stat = (id: number, path: string) =>
    inTurn(id, async () => {
      const found = await inbox.stat(path)
      if (!found) throw noSuchFile({ path })
      sftp.attrs(id, attributesOf(found))
    })
  // Times, modes and owners are not kept, and clients that set them are not troubled.
  const setStat = (id: number, _: unknown, { size }: Attributes) =>
    inTurn(id, async () => {
      if (size !== undefined) throw unserved({ reason: 'a file is cut by writing it anew' })
      tell(sftp, id)
    })
  const did = async (id: number, path: string, done: Promise<boolean>) => {
    if (!(await done)) throw noSuchFile({ path })
    tell(sftp, id)
  }
  sftp.on('STAT', stat).on('LSTAT', stat)
  sftp.on('SETSTAT', setStat).on('FSETSTAT', setStat)
  sftp.on('REMOVE', (id, path) => inTurn(id, () => did(id, path, inbox.remove(path))))
  sftp.on('RENAME', (id, from, to) => inTurn(id, () => did(id, from, inbox.move(from, to))))
  sftp.on('MKDIR', (id, path) =>
    inTurn(id, async () => {
      await inbox.makeDirectory(path)
      tell(sftp, id)
    }),
  )
  sftp.on('REALPATH', (id, path) =>
    inTurn(id, async () => {
      const name = posix.resolve('/', path)
      sftp.name(id, [{ ...nameOf({ name }), filename: name }])
    }),
  )
}

function keep(handles: Map<number, Handle>, handle: Handle): Buffer {
  const number = Math.max(0, ...handles.keys()) + 1
  handles.set(number, handle)
  const raw = Buffer.alloc(4)
  raw.writeUInt32BE(number)
  return raw
}

function handleOf(handles: ReadonlyMap<number, Handle>, raw: Buffer) {
  const number = raw.length === 4 ? raw.readUInt32BE(0) : 0
  const handle = handles.get(number)
  return handle && { number, ...handle }
}

function uploadOf(handles: ReadonlyMap<number, Handle>, raw: Buffer): Upload | undefined {
  const handle = handleOf(handles, raw)
  return handle && 'upload' in handle ? handle.upload : undefined
}

function noHandle(): Error {
  return unserved({ reason: 'there is no such handle' })
}
