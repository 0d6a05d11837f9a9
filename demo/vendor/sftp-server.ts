/** A read-only SFTP server on loopback: real protocol, one user, one directory. */
import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { posix } from 'node:path'
import ssh2, { type Attributes, type SFTPWrapper } from 'ssh2'
import { type Login, resolveInside, sameText } from './login.ts'

const { Server, utils } = ssh2
const { STATUS_CODE } = utils.sftp
const NAMES_PER_ANSWER = 200

interface Handle {
  file?: FileHandle
  /** What a directory handle has still to answer. */
  names?: string[]
  directory?: string
}

export async function startSftpServer(options: {
  root: string
  login: Login
  hostKeyPem: string
  port: number
}): Promise<{ port: number; stop(): Promise<void> }> {
  const server = new Server({ hostKeys: [options.hostKeyPem] }, (client) => {
    client.on('authentication', (attempt) => {
      const known =
        attempt.method === 'password' &&
        sameText(attempt.username, options.login.user) &&
        sameText(attempt.password, options.login.password)
      if (known) attempt.accept()
      else attempt.reject(['password'])
    })
    // Answers are small and asked for one after the other: they must not wait for company.
    const socket = client as unknown as { setNoDelay(on: boolean): void } // Not in its types.
    socket.setNoDelay(true)
    client.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) => serve(acceptSftp(), options.root))
    })
    // A client that goes away in the middle is its own affair.
    client.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function serve(sftp: SFTPWrapper, root: string): void {
  const handles = new Map<number, Handle>()
  const answering = (id: number, work: () => Promise<void>) => {
    work().catch((error: NodeJS.ErrnoException) => {
      sftp.status(id, error.code === 'ENOENT' ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE)
    })
  }
  // A client that is killed closes nothing.
  sftp.on('close', () => {
    for (const { file } of handles.values()) file?.close().catch(() => {})
  })
  serveNames(sftp, root, answering)
  serveFiles(sftp, { root, handles, answering })
  sftp.on('OPENDIR', (id, path) =>
    answering(id, async () => {
      const directory = resolveInside(root, path)
      const names = await readdir(directory)
      sftp.handle(id, keep(handles, { names: names.sort(), directory }))
    }),
  )
  sftp.on('READDIR', (id, raw) =>
    answering(id, async () => {
      const { names = [], directory = root } = handles.get(raw.readUInt32BE(0)) ?? {}
      const some = names.splice(0, NAMES_PER_ANSWER)
      if (some.length === 0) return void sftp.status(id, STATUS_CODE.EOF)
      const entries = some.map(async (filename) => {
        const attrs = await attributes(posix.join(directory, filename))
        return { filename, longname: longName(filename, attrs), attrs }
      })
      sftp.name(id, await Promise.all(entries))
    }),
  )
}

type Answering = (id: number, work: () => Promise<void>) => void

function serveNames(sftp: SFTPWrapper, root: string, answering: Answering): void {
  sftp.on('REALPATH', (id, path) => {
    const filename = posix.resolve('/', path)
    sftp.name(id, [{ filename, longname: filename, attrs: {} as Attributes }])
  })
  const answerStat = (id: number, path: string) =>
    answering(id, async () => sftp.attrs(id, await attributes(resolveInside(root, path))))
  sftp.on('STAT', answerStat)
  sftp.on('LSTAT', answerStat)
}

function serveFiles(
  sftp: SFTPWrapper,
  given: { root: string; handles: Map<number, Handle>; answering: Answering },
): void {
  const { root, handles, answering } = given
  sftp.on('OPEN', (id, path, flags) =>
    answering(id, async () => {
      if (utils.sftp.flagsToString(flags) !== 'r')
        return void sftp.status(id, STATUS_CODE.PERMISSION_DENIED)
      sftp.handle(id, keep(handles, { file: await open(resolveInside(root, path)) }))
    }),
  )
  sftp.on('READ', (id, raw, offset, length) =>
    answering(id, async () => {
      const { file } = handles.get(raw.readUInt32BE(0)) ?? {}
      const read = await file?.read(Buffer.alloc(length), 0, length, offset)
      if (!read || read.bytesRead === 0) return void sftp.status(id, STATUS_CODE.EOF)
      sftp.data(id, read.buffer.subarray(0, read.bytesRead))
    }),
  )
  sftp.on('FSTAT', (id, raw) =>
    answering(id, async () => {
      const facts = await handles.get(raw.readUInt32BE(0))?.file?.stat()
      if (!facts) return void sftp.status(id, STATUS_CODE.FAILURE)
      sftp.attrs(id, wire(facts))
    }),
  )
  sftp.on('CLOSE', (id, raw) =>
    answering(id, async () => {
      const number = raw.readUInt32BE(0)
      await handles.get(number)?.file?.close()
      handles.delete(number)
      sftp.status(id, STATUS_CODE.OK)
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

async function attributes(path: string): Promise<Attributes> {
  return wire(await stat(path))
}

function wire(facts: { mode: number; size: number; atimeMs: number; mtimeMs: number }): Attributes {
  return {
    mode: facts.mode,
    uid: 0,
    gid: 0,
    size: facts.size,
    atime: Math.floor(facts.atimeMs / 1000),
    mtime: Math.floor(facts.mtimeMs / 1000),
  }
}

const DIRECTORY_BIT = 0o040000 // POSIX S_IFDIR.

function longName(filename: string, { mode, size }: Attributes): string {
  const kind = (mode & DIRECTORY_BIT) !== 0 ? 'd' : '-'
  return `${kind}r--r--r-- 1 vendor vendor ${size} Jan 1 00:00 ${filename}`
}
