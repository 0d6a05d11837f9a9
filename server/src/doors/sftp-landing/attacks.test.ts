import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import ssh2, { type Client, type SFTPWrapper } from 'ssh2'
import { type Agreed, type GivenLanding, givenLanding } from './testing/given-landing.ts'

const { OPEN_MODE } = ssh2.utils.sftp

/** A client that does as it is told, whatever a good one would do. */
async function rawClient(landing: GivenLanding, { id, key }: Agreed) {
  const client: Client = new ssh2.Client()
  const place = { host: '127.0.0.1', port: landing.port }
  client.on('error', () => {})
  client.connect({ ...place, username: id, password: key.secretAccessKey })
  await once(client, 'ready')
  const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
    client.sftp((error, found) => (error ? reject(error) : resolve(found)))
  })
  const open = (path: string, mode = OPEN_MODE.WRITE | OPEN_MODE.CREAT | OPEN_MODE.TRUNC) =>
    asked<Buffer>((done) => sftp.open(path, mode as never, done))
  const write = (handle: Buffer, bytes: Buffer, at: number) =>
    asked<void>((done) => sftp.write(handle, bytes, 0, bytes.length, at, done))
  return { client, sftp, open, write, [Symbol.dispose]: () => client.destroy() }
}

function asked<Answer>(
  ask: (done: (error?: Error | null, answer?: Answer) => void) => void,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    ask((error, answer) => (error ? reject(error) : resolve(answer as Answer)))
  })
}

test('given another’s inbox, when paths lead there, then they lead nowhere', async () => {
  await using landing = await givenLanding()
  const [mine, other] = [await landing.agree(), await landing.agree()]
  const secret = `${other.key.inbox.location}secret.csv`
  await landing.storage.write(secret, Buffer.from('secret'))
  const client = await landing.client(mine)

  for (const [at, path] of [
    `../${other.id}/secret.csv`,
    `/../../${other.id}/secret.csv`,
    `a/../../${other.id}/./secret.csv`,
    `//..//${other.id}//secret.csv`,
  ].entries())
    await client.put(Buffer.from(`mine ${at}`), path)
  const seen = await client.list(`../${other.id}`)
  await client.delete(`../${other.id}/secret.csv`)

  assert.deepEqual(
    seen.map(({ name }) => name),
    ['secret.csv'],
  )
  assert.deepEqual(await landing.files(other), { 'secret.csv': 'secret' })
  assert.deepEqual(await landing.files(mine), {})
})

test('given what is no upload, when it is tried, then it is refused', async () => {
  await using landing = await givenLanding()
  const agreed = await landing.agree()
  using raw = await rawClient(landing, agreed)
  const { client, sftp, open } = raw
  await sleep(0)
  const whole = await open('a.csv')
  await raw.write(whole, Buffer.from('abc'), 0)
  await asked<void>((done) => sftp.close(whole, done))
  const attempts: Record<string, () => Promise<unknown>> = {
    read: () => open('a.csv', OPEN_MODE.READ),
    append: () => open('a.csv', OPEN_MODE.WRITE | OPEN_MODE.APPEND),
    'edit in place': () => open('a.csv', OPEN_MODE.WRITE | OPEN_MODE.READ),
    'make anew': () => open('a.csv', OPEN_MODE.WRITE | OPEN_MODE.CREAT | OPEN_MODE.EXCL),
    symlink: () => asked((done) => sftp.symlink('/etc/passwd', 'link', done)),
    readlink: () => asked((done) => sftp.readlink('a.csv', done)),
    truncate: () => asked((done) => sftp.setstat('a.csv', { size: 1 } as never, done)),
    'a hole': () => writeWithHole(raw, 'hole.csv'),
    'a control character': () => open('a\nb.csv').then((handle) => closed(sftp, handle)),
    'a long name': () => open('x'.repeat(2000)).then((handle) => closed(sftp, handle)),
    'a directory': () => open('/').then((handle) => closed(sftp, handle)),
    'no handle': () => closed(sftp, Buffer.from([0, 0, 0, 99])),
    'an odd handle': () => closed(sftp, Buffer.from('odd')),
    'rename of nothing': () => asked((done) => sftp.rename('none', 'some', done)),
    'remove of nothing': () => asked((done) => sftp.unlink('none', done)),
    'rmdir of nothing': () => asked((done) => sftp.rmdir('none', done)),
    shell: () => asked((done) => client.shell(done)),
    command: () => asked((done) => client.exec('id', done)),
    tunnel: () => asked((done) => client.forwardOut('127.0.0.1', 1, '127.0.0.1', 22, done)),
    'way back': () => asked((done) => client.forwardIn('127.0.0.1', 0, done)),
  }

  for (const [name, attempt] of Object.entries(attempts))
    await assert.rejects(attempt(), Error, name)

  await asked((done) => sftp.setstat('a.csv', { mode: 0o777, mtime: 1, atime: 1 } as never, done))
  assert.deepEqual(await landing.files(agreed), { 'a.csv': 'abc' })
})

async function writeWithHole(
  { sftp, open, write }: Awaited<ReturnType<typeof rawClient>>,
  path: string,
) {
  const handle = await open(path)
  await write(handle, Buffer.from('ab'), 0)
  await write(handle, Buffer.from('ef'), 4)
  await closed(sftp, handle)
}

function closed(sftp: SFTPWrapper, handle: Buffer): Promise<void> {
  return asked((done) => sftp.close(handle, done))
}

test('given an upload, when it ends without a close, then nothing is there', async () => {
  await using landing = await givenLanding()
  const agreed = await landing.agree()
  for (const end of ['destroy', 'end'] as const) {
    using raw = await rawClient(landing, agreed)
    const handle = await raw.open('half.csv')
    await raw.write(handle, Buffer.alloc(100_000, 'x'), 0)
    const over = once(raw.client, 'close')
    raw.client[end]()
    await over
  }
  await sleep(300)

  assert.deepEqual(await landing.files(agreed), {})
})

test('given an agreement that ends, when an upload is closed, then it is refused', async () => {
  await using landing = await givenLanding()
  const agreed = await landing.agree()
  using raw = await rawClient(landing, agreed)
  const handle = await raw.open('late.csv')
  await raw.write(handle, Buffer.from('late'), 0)

  await landing.ingestion.endAgreement(landing.owner, { agreementId: agreed.id })

  await assert.rejects(closed(raw.sftp, handle), /ended/)
  await assert.rejects(
    asked((done) => raw.sftp.readdir('/', done)),
    /ended/,
  )
  await assert.rejects(landing.client(agreed), /authentication/i)
  assert.deepEqual(await landing.files(agreed), {})
})

test('given wrong passwords, when tried, then they are slow, and told', async () => {
  await using landing = await givenLanding()
  const [agreed, other] = [await landing.agree(), await landing.agree()]
  const begun = Date.now()

  await assert.rejects(landing.client(agreed, 'guess'), /authentication/i)
  await assert.rejects(landing.client({ ...agreed, id: 'root' }), /authentication/i)
  await assert.rejects(landing.client({ ...agreed, id: other.id }), /authentication/i)
  const slow = Date.now() - begun
  for (let times = 0; times < 5; times += 1)
    await assert.rejects(landing.client(agreed, `guess ${times}`), /authentication/i)
  const throttled = landing.client(agreed)

  await assert.rejects(throttled, /authentication/i)
  assert.ok(slow >= 2900, `${slow} ms`)
  const { rows } = await landing.given.pool.query(
    `SELECT account_id, decision, resource, detail FROM foundation.outbox
     WHERE action = 'ingestion.inbox-entered' ORDER BY id`,
  )
  assert.deepEqual([...new Set(rows.map(({ account_id: id }) => id))], [landing.owner.accountId])
  assert.ok(rows.length >= 5 && rows.length <= 7, `${rows.length} lines`)
  assert.deepEqual([...new Set(rows.map(({ decision }) => decision))], ['denied'])
  assert.equal(rows[0].detail.address, '127.0.0.1')
  assert.doesNotMatch(JSON.stringify(rows), /guess/)
})

test('given a full account, when a file is sent, then nothing is kept', async () => {
  await using landing = await givenLanding()
  const agreed = await landing.agree()
  await landing.storage.setQuota(landing.owner.accountId, { sizeBytesMax: 100_000 })
  const client = await landing.client(agreed)

  await assert.rejects(client.put(Buffer.alloc(200_000), 'large.csv'), /quota/i)
  await client.put(Buffer.alloc(99_999), 'small.csv')
  await assert.rejects(client.put(Buffer.alloc(10), 'more.csv'), /quota/i)

  assert.deepEqual(Object.keys(await landing.files(agreed)), ['small.csv'])
})

test('given too many connections, when more come, then they are closed', async () => {
  await using landing = await givenLanding()
  const agreed = await landing.agree()
  const clients = []
  for (let times = 0; times < 8; times += 1) clients.push(await landing.client(agreed))

  await assert.rejects(landing.client(agreed))
  for (const client of clients) await client.end()
  const again = await landing.client(agreed)
  await again.end()
  const sockets = Array.from({ length: 30 }, () => connect(landing.port, '127.0.0.1'))
  const closing = sockets.map((socket) => once(socket.resume(), 'close'))

  await Promise.race(closing)
  for (const socket of sockets) socket.destroy()
})

test('given bytes that are no SSH, when they come, then the landing goes on', async () => {
  await using landing = await givenLanding()
  const agreed = await landing.agree()
  for (const bytes of ['GET / HTTP/1.1\r\n\r\n', 'SSH-2.0-x\r\n\0\0\0\xff', '\0'.repeat(5000)]) {
    const socket = connect(landing.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.end(bytes, 'latin1')
    await once(socket.resume(), 'close')
  }

  const client = await landing.client(agreed)
  await client.put(Buffer.from('fine'), 'a.csv')

  assert.deepEqual(await landing.files(agreed), { 'a.csv': 'fine' })
})
