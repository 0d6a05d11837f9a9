import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import ssh2 from 'ssh2'
import { makeCertificates } from '../../../../../demo/vendor/certificate.ts'
import { startFtpServer } from '../../../../../demo/vendor/ftp-server.ts'
import { startHttpsServer } from '../../../../../demo/vendor/https-server.ts'
import { startSftpServer } from '../../../../../demo/vendor/sftp-server.ts'
import { createOutbound, internalAddress } from '../../../foundation/outbound.ts'
import { fetchFailed, fileChanged, hostKeyMismatch } from '../errors.ts'
import type { Fetching } from '../model/connection.ts'
import { fetchFile } from './fetch-file.ts'
import { openFetcher } from './open-fetcher.ts'

const outbound = createOutbound({ internalHosts: ['127.0.0.1', 'localhost'] })
const login = { user: 'vendor', password: 'a-password' }
const CONTENT = randomBytes(3 << 20)
const SHA256 = createHash('sha256').update(CONTENT).digest('hex')

interface FarSide extends AsyncDisposable {
  connection: Fetching
  home: string
}

type StartFarSide = (home: string) => Promise<{
  port: number
  connection: (port: number) => Fetching
  stop(): Promise<void>
}>

const farSides: Record<string, StartFarSide> = {
  sftp: async (root) => {
    const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    const hostKeyPem = key.export({ type: 'pkcs1', format: 'pem' }).toString()
    const parsed = ssh2.utils.parseKey(hostKeyPem)
    assert.ok(!(parsed instanceof Error))
    const digest = createHash('sha256').update(parsed.getPublicSSH()).digest('base64')
    const hostKeySha256 = `SHA256:${digest.replace(/=+$/, '')}`
    const server = await startSftpServer({ root, login, hostKeyPem, port: 0 })
    const connection = (port: number): Fetching => ({
      method: 'sftp',
      host: '127.0.0.1',
      user: login.user,
      port,
      hostKeySha256,
    })
    return { ...server, connection }
  },
  ftp: async (root) => {
    const server = await startFtpServer({ root, login, port: 0 })
    const connection = (port: number): Fetching => ({
      method: 'ftp',
      host: '127.0.0.1',
      user: login.user,
      port,
    })
    return { ...server, connection }
  },
  https: async (root) => {
    const { authorityPem, ...own } = makeCertificates(new Date())
    const server = await startHttpsServer({ root, login, port: 0, ...own })
    const connection = (port: number): Fetching => ({
      method: 'https',
      url: `https://localhost:${port}`,
      user: login.user,
      authorityPem,
    })
    return { ...server, connection }
  },
}

/** Between client and server; each connection in `cuts` breaks after so many bytes. */
async function startCutter(port: number, cuts: number[]) {
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    let left = cuts.shift() ?? Number.POSITIVE_INFINITY
    far.on('data', (chunk) => {
      left -= chunk.length
      if (left < 0) near.destroy()
      else near.write(chunk)
    })
    near.on('data', (chunk) => far.write(chunk))
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

async function givenFarSide(start: StartFarSide, cuts: number[] = []): Promise<FarSide> {
  const home = await mkdtemp(join(tmpdir(), 'millrace-fetch-'))
  await mkdir(join(home, 'out'))
  await writeFile(join(home, 'out', 'data.bin'), CONTENT)
  const { port, connection, stop } = await start(home)
  const cutter = await startCutter(port, cuts)
  return {
    connection: connection(cutter.port),
    home,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([cutter.stop(), stop()])
      await rm(home, { recursive: true })
    },
  }
}

for (const [method, start] of Object.entries(farSides)) {
  test(`given ${method}, when a directory is listed, then its files are there`, async () => {
    await using far = await givenFarSide(start)
    await using fetcher = await openFetcher({ ...far, secret: login, directory: 'out', outbound })

    const files = await fetcher.list()

    assert.deepEqual(
      files.map(({ path, sizeBytes }) => ({ path, sizeBytes })),
      [{ path: 'data.bin', sizeBytes: CONTENT.length }],
    )
    assert.ok(files[0]?.modifiedAt instanceof Date)
  })

  test(`given ${method}, when it breaks twice, then the file is whole`, async () => {
    // FTP's data goes past the cutter: there it is the same without breaks.
    await using far = await givenFarSide(start, [1 << 20, 1 << 20])
    const open = () => openFetcher({ ...far, secret: login, directory: 'out', outbound })
    await using opened = new AsyncDisposableStack()
    const path = join(far.home, 'fetched')

    const fetched = await fetchFile({
      connect: async () => opened.use(await open()),
      file: { path: 'data.bin', sizeBytes: CONTENT.length },
      path,
    })

    assert.equal(fetched.sha256, SHA256)
    assert.ok((await readFile(path)).equals(CONTENT))
  })

  test(`given ${method}, when the start is inside, then the rest comes`, async () => {
    await using far = await givenFarSide(start)
    await using fetcher = await openFetcher({ ...far, secret: login, directory: 'out', outbound })
    const [file] = await fetcher.list()
    assert.ok(file)

    const rest = await (await fetcher.read(file, 1_000_001)).toArray()

    assert.ok(Buffer.concat(rest).equals(CONTENT.subarray(1_000_001)))
  })

  test(`given ${method}, when the password is wrong, then it says so`, async () => {
    await using far = await givenFarSide(start)
    const attempt = async () => {
      const secret = { password: 'wrong' }
      await using fetcher = await openFetcher({ ...far, secret, directory: 'out', outbound })
      await fetcher.list()
    }

    await assert.rejects(attempt, fetchFailed.matches)
  })

  test(`given ${method}, when the file is gone, then reading it fails`, async () => {
    await using far = await givenFarSide(start)
    await using fetcher = await openFetcher({ ...far, secret: login, directory: 'out', outbound })

    await assert.rejects(async () => {
      const stream = await fetcher.read({ path: 'gone.bin', sizeBytes: 10 }, 0)
      await stream.toArray()
    }, fetchFailed.matches)
  })
}

test('given a file replaced at its size, when https goes on inside, then it says so', async () => {
  await using far = await givenFarSide(farSides.https as StartFarSide)
  const options = { secret: login, directory: 'out', outbound }
  const connection = { ...far.connection, paths: ['data.bin'] } as Fetching
  await using fetcher = await openFetcher({ ...options, connection })
  const [file] = await fetcher.list()
  assert.ok(file?.etag)
  const told: string[] = []
  await (await fetcher.read(file, 0, (etag) => told.push(etag))).toArray()
  assert.deepEqual(told, [file.etag])
  const path = join(far.home, 'out', 'data.bin')
  await writeFile(path, randomBytes(CONTENT.length))
  await utimes(path, new Date(0), new Date(0))

  await assert.rejects(fetcher.read(file, 1_000_001), fileChanged.matches)
})

test('given another host key than agreed, when connecting, then no password is sent', async () => {
  await using far = await givenFarSide(farSides.sftp as StartFarSide)
  const connection = { ...far.connection, hostKeySha256: 'SHA256:other' } as Fetching

  const attempt = openFetcher({ connection, secret: login, directory: 'out', outbound })

  await assert.rejects(attempt, hostKeyMismatch.matches)
})

for (const [method, start] of Object.entries(farSides))
  test(`given ${method} inside the network, when opened, then nothing is connected`, async () => {
    await using far = await givenFarSide(start)
    const outside = createOutbound({ internalHosts: [] })

    const listed = openFetcher({ ...far, secret: login, directory: 'out', outbound: outside }).then(
      (fetcher) => fetcher.list(),
    )

    await assert.rejects(listed, internalAddress.matches)
  })
