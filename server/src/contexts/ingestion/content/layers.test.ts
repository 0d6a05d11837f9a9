import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { createMessage, decryptKey, encrypt, generateKey, readKey, readPrivateKey } from 'openpgp'
import { integrityFailed } from '../errors.ts'
import type { ConnectionSecret } from '../model/connection.ts'
import { type Decoding, ENCODINGS, type Encoding } from '../model/feed.ts'
import { givenDirectory } from '../testing/given-content.ts'
import { decodeFile } from './decode.ts'
import { keyProblem } from './pgp.ts'
import { takeTrailer } from './trailer.ts'

async function unpacked(
  bytes: Buffer,
  of: { chain?: readonly Decoding[]; keys?: ConnectionSecret; encoding?: Encoding },
): Promise<Buffer> {
  await using directory = await givenDirectory()
  const [from, to] = [join(directory.path, 'from'), join(directory.path, 'to')]
  await writeFile(from, bytes)
  await decodeFile({ name: 'a', from, to, chain: [], ...of })
  return await readFile(to)
}

/** As any tool of the vendor’s makes it. */
function python(program: string, input: Buffer): Buffer {
  return execFileSync('python3', ['-c', `import bz2, sys; ${program}`], { input })
}

const content = Buffer.from('id,note\n1,é\n2,x\n'.repeat(20_000))
const bzip2 = (bytes: Buffer) =>
  python('sys.stdout.buffer.write(bz2.compress(sys.stdin.buffer.read()))', bytes)

test('given bzip2, in one piece or several, when unpacked, then all of it is there', async () => {
  const packed = bzip2(content)

  const once = await unpacked(packed, { chain: ['bz2'] })
  const twice = await unpacked(Buffer.concat([packed, packed]), { chain: ['bz2'] })

  assert.ok(once.equals(content))
  assert.ok(twice.equals(Buffer.concat([content, content])))
  await assert.rejects(
    unpacked(packed.subarray(0, packed.length - 20), { chain: ['bz2'] }),
    integrityFailed.matches,
  )
})

test('given a bomb of bzip2, when unpacked, then it never lies in memory', async () => {
  const program = 'sys.stdout.buffer.write(bz2.compress(bytes(1 << 28)))'
  const bomb = python(program, Buffer.alloc(0))
  const before = process.memoryUsage().rss

  await using directory = await givenDirectory()
  const [from, to] = [join(directory.path, 'from'), join(directory.path, 'to')]
  await writeFile(from, bomb)
  const attempt = decodeFile({ name: 'a', from, to, chain: ['bz2'], bytesMax: 1 << 20 })

  await assert.rejects(attempt, /holds|more than 1048576 bytes/)
  assert.ok((await stat(to)).size <= 1 << 20)
  assert.ok(bomb.length < 1000 && process.memoryUsage().rss - before < 64 << 20)
})

async function givenKeys() {
  const passphrase = 'open it'
  const of = (name: string) => generateKey({ userIDs: [{ name }], passphrase, format: 'armored' })
  const [ours, vendor, stranger] = await Promise.all(['ours', 'vendor', 'stranger'].map(of))
  assert.ok(ours && vendor && stranger)
  const secret = { pgpPrivateKey: ours.privateKey, pgpPassphrase: passphrase }
  const sealed = async (by: { privateKey: string } | undefined, format: 'armored' | 'binary') => {
    const signer = by && (await readPrivateKey({ armoredKey: by.privateKey }))
    const message = await encrypt({
      message: await createMessage({ binary: gzipSync(content) }),
      encryptionKeys: await readKey({ armoredKey: ours.publicKey }),
      ...(signer && { signingKeys: await decryptKey({ privateKey: signer, passphrase }) }),
      format: format as 'binary',
    })
    return Buffer.from(message)
  }
  return { ours, vendor, stranger, secret, sealed }
}

test('given PGP around gzip, when unpacked with the key, then the content is there', async () => {
  const { vendor, secret, sealed } = await givenKeys()
  const keys = { ...secret, pgpSigners: vendor.publicKey }
  for (const format of ['armored', 'binary'] as const) {
    const bytes = await unpacked(await sealed(vendor, format), { chain: ['pgp', 'gz'], keys })
    assert.ok(bytes.equals(content))
  }
})

test('given a file that nobody vouches for, when unpacked, then it is refused', async () => {
  const { vendor, stranger, secret, sealed } = await givenKeys()
  const keys = { ...secret, pgpSigners: vendor.publicKey }
  const good = await sealed(vendor, 'binary')
  const changed = Buffer.from(good)
  changed[changed.length - 40]! ^= 1
  const refused: [Buffer, ConnectionSecret][] = [
    [await sealed(undefined, 'binary'), keys],
    [await sealed(stranger, 'binary'), keys],
    [changed, keys],
    [changed, secret],
    [good.subarray(0, good.length - 100), secret],
    [good, { ...secret, pgpPrivateKey: stranger.privateKey }],
    [good, {}],
    [content, secret],
  ]
  for (const [bytes, with_] of refused)
    await assert.rejects(
      unpacked(bytes, { chain: ['pgp', 'gz'], keys: with_ }),
      integrityFailed.matches,
    )
})

test('given keys, when they cannot be used, then it is said why', async () => {
  const { ours, secret } = await givenKeys()

  assert.equal(await keyProblem(secret), undefined)
  assert.equal(await keyProblem({}), undefined)
  for (const [keys, problem] of [
    [{ pgpPrivateKey: ours.privateKey }, /needs its passphrase/],
    [{ ...secret, pgpPassphrase: 'other' }, /its passphrase is another/],
    [{ pgpPrivateKey: 'no key' }, /cannot be read/],
    [{ pgpSigners: 'no key' }, /of who signs cannot be read/],
  ] as const) {
    const told = (await keyProblem(keys)) ?? ''
    assert.match(told, problem)
    assert.ok(!told.includes('open it'))
  }
})

const LETTERS: Partial<Record<Encoding, string>> = {
  'windows-1251': 'Привет',
  'iso-8859-2': 'žluť',
  shift_jis: 'こんにちは',
  'euc-jp': 'こんにちは',
  gb18030: '你好',
  big5: '你好',
  'euc-kr': '안녕',
}

test('given a text in any encoding, when unpacked, then it is UTF-8', async () => {
  for (const encoding of ENCODINGS) {
    const text = `id,note\n1,${LETTERS[encoding] ?? 'é'}\n`
    const codec = encoding.startsWith('windows-') ? `cp${encoding.slice(8)}` : encoding
    const program = `sys.stdout.buffer.write(sys.stdin.buffer.read().decode().encode('${codec}'))`

    const bytes = await unpacked(python(program, Buffer.from(text)), { encoding })

    assert.equal(bytes.toString('utf8'), text, encoding)
  }
})

test('given bytes that are no text, when unpacked, then nothing is guessed', async () => {
  for (const [encoding, bytes] of [
    ['utf-16le', Buffer.from([0x61, 0x00, 0x62])],
    ['shift_jis', Buffer.from([0x61, 0x81])],
    ['windows-1252', Buffer.from([0x61, 0x81, 0x62])],
  ] as const) {
    const read = unpacked(bytes, { encoding })
    if (encoding === 'windows-1252') assert.equal((await read).toString(), 'a\u0081b')
    else await assert.rejects(read, integrityFailed.matches)
  }
})

test('given rows and a trailer, when it is taken, then they are left as they were', async () => {
  const row = fc.stringMatching(/^[a-zé,|]{0,8}$/)
  const property = async (rows: string[], count: number, end: string) => {
    await using directory = await givenDirectory()
    const path = join(directory.path, 'a')
    const before = rows.map((one) => `${one}\n`).join('')
    await writeFile(path, `${before}END|${count}|${end}`)

    assert.equal(await takeTrailer(path, 'END|{rows}|'), count)
    assert.equal(await readFile(path, 'utf8'), before)
    assert.equal(await takeTrailer(path, 'END|{rows}|'), undefined)
    assert.equal(await readFile(path, 'utf8'), before)
  }
  const end = fc.constantFrom('', '\n', '\r\n', '\n\n')
  await fc.assert(fc.asyncProperty(fc.array(row), fc.nat(), end, property), { numRuns: 50 })
})
