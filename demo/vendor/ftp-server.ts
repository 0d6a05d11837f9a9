/** A read-only, passive FTP server on loopback (RFC 959, 2428, 3659), as small as it may be. */
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { join, posix } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Login, resolveInside, sameText } from './login.ts'

interface Control {
  socket: Socket
  root: string
  login: Login
  user: string
  known: boolean
  directory: string
  restartAt: number
  passive?: { server: Server; connection: Promise<Socket> }
}

type Command = (control: Control, argument: string) => Promise<string | undefined>

const FEATURES = [
  '211-Features:',
  ' EPSV',
  ' MDTM',
  ' MLST type*;size*;modify*;',
  ' REST STREAM',
  ' SIZE',
  ' UTF8',
  '211 End',
].join('\r\n')
const OPEN_TO_ALL = new Set(['USER', 'PASS', 'QUIT', 'FEAT', 'SYST', 'OPTS', 'NOOP'])

export async function startFtpServer(options: {
  root: string
  login: Login
  port: number
}): Promise<{ port: number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)))
    converse({ ...options, socket, user: '', known: false, directory: '/', restartAt: 0 })
  })
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function converse(control: Control): void {
  const { socket } = control
  const say = (line: string) => socket.write(`${line}\r\n`)
  const lines = createInterface({ input: socket })
  // A client that goes away in the middle is its own affair; both tell of it.
  socket.on('error', () => socket.destroy())
  lines.on('error', () => socket.destroy())
  socket.on('close', () => control.passive?.server.close())
  say('220 Ready')
  const turns = async () => {
    for await (const line of lines) {
      const [word = '', ...rest] = line.split(' ')
      const said = await obey(control, word.toUpperCase(), rest.join(' '))
      if (word.toUpperCase() === 'QUIT') return void socket.end(`${said}\r\n`)
      say(said ?? '502 Not implemented')
    }
  }
  turns().catch(() => socket.destroy())
}

async function obey(control: Control, word: string, argument: string): Promise<string | undefined> {
  if (!control.known && !OPEN_TO_ALL.has(word)) return '530 Sign in first'
  try {
    return await commands[word]?.(control, argument)
  } catch {
    return '550 No such file'
  }
}

const commands: Record<string, Command> = {
  USER: async (control, user) => {
    control.user = user
    return '331 Password please'
  },
  PASS: async (control, password) => {
    const { login } = control
    control.known = sameText(control.user, login.user) && sameText(password, login.password)
    return control.known ? '230 Welcome' : '530 Refused'
  },
  QUIT: async () => '221 Goodbye',
  FEAT: async () => FEATURES,
  SYST: async () => '215 UNIX Type: L8',
  OPTS: async () => '200 Fine',
  NOOP: async () => '200 Fine',
  TYPE: async () => '200 Fine',
  STRU: async () => '200 Fine',
  PWD: async ({ directory }) => `257 "${directory}"`,
  CWD: async (control, path) => {
    const directory = posix.resolve(control.directory, path)
    if (!(await stat(resolveInside(control.root, directory))).isDirectory()) return '550 No'
    control.directory = directory
    return '250 Fine'
  },
  PASV: async (control) => {
    const port = await listenPassive(control)
    return `227 Entering Passive Mode (127,0,0,1,${port >> 8},${port & 0xff})`
  },
  EPSV: async (control) => `229 Extended Passive Mode (|||${await listenPassive(control)}|)`,
  REST: async (control, offset) => {
    control.restartAt = Number(offset)
    return '350 Restarting there'
  },
  SIZE: async (control, path) => `213 ${(await stat(fileOf(control, path))).size}`,
  MDTM: async (control, path) => `213 ${stamp((await stat(fileOf(control, path))).mtime)}`,
  MLSD: async (control, path) => {
    const directory = fileOf(control, path)
    const names = (await readdir(directory)).sort()
    const lines = names.map(async (name) => {
      const facts = await stat(join(directory, name))
      const type = facts.isDirectory() ? 'dir' : 'file'
      return `type=${type};size=${facts.size};modify=${stamp(facts.mtime)}; ${name}\r\n`
    })
    return await send(control, Readable.from([(await Promise.all(lines)).join('')]))
  },
  LIST: async (control, path) => {
    const directory = fileOf(control, path.startsWith('-') ? '' : path)
    const lines = (await readdir(directory)).sort().map(async (name) => {
      const { size } = await stat(join(directory, name))
      return `-r--r--r-- 1 vendor vendor ${size} Jan 01 00:00 ${name}\r\n`
    })
    return await send(control, Readable.from([(await Promise.all(lines)).join('')]))
  },
  RETR: async (control, path) => {
    const file = fileOf(control, path)
    await stat(file)
    const start = control.restartAt
    control.restartAt = 0
    return await send(control, createReadStream(file, { start }))
  },
}

function fileOf(control: Control, path: string): string {
  return resolveInside(control.root, posix.resolve(control.directory, path))
}

/** RFC 3659, 2.3: `YYYYMMDDHHMMSS`. */
function stamp(at: Date): string {
  return at.toISOString().replace(/[-:T]/g, '').slice(0, 14)
}

async function listenPassive(control: Control): Promise<number> {
  control.passive?.server.close()
  const server = createServer()
  const connection = new Promise<Socket>((resolve) => {
    server.once('connection', (socket) => resolve(socket.on('error', () => socket.destroy())))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  control.passive = { server, connection }
  return (server.address() as AddressInfo).port
}

async function send(control: Control, content: Readable): Promise<string> {
  if (!control.passive) return '425 Ask for a passive port first'
  const { server, connection } = control.passive
  control.socket.write('150 Here it comes\r\n')
  try {
    await pipeline(content, await connection)
    return '226 Sent'
  } catch {
    return '426 Connection lost'
  } finally {
    server.close()
  }
}
