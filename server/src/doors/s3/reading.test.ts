import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenLink } from './testing/given-link.ts'
import { type GivenS3, givenS3 } from './testing/given-s3.ts'
import { send } from './testing/raw-request.ts'
import { sign } from './testing/sign.ts'

async function read(given: GivenS3, path: string, headers: Record<string, string>, method = 'GET') {
  const { host } = new URL(given.url)
  const payload = 'UNSIGNED-PAYLOAD'
  const { message } = sign(host, given.ownerKey, { method, path, headers, payload })
  const { status, text } = await send(given, message)
  return `${status} ${text}`
}

/** What holds, what does not; and what is no date and no tag. */
async function assertRanges(given: GivenS3, path: string, modifiedAt: Date, etag: string) {
  const range = 'bytes=4-'
  const dates = [modifiedAt, new Date(modifiedAt.getTime() - 5_000)].map((at) => at.toUTCString())
  for (const [ifRange, expected] of [
    [`"${etag}"`, '206 456789'],
    ['"0123456789abcdef0123456789abcdef"', '200 0123456789'],
    [`W/"${etag}"`, '200 0123456789'],
    [dates[0]!, '206 456789'],
    [dates[1]!, '200 0123456789'],
    ['Tue, never', '200 0123456789'],
  ] as const) {
    const headers = { range, 'if-range': ifRange }
    assert.equal(await read(given, path, headers), expected, ifRange)
    const head = await read(given, path, headers, 'HEAD')
    assert.equal(head, `${expected.slice(0, 3)} `, ifRange)
  }
  assert.equal(await read(given, path, { 'if-range': '"other"' }), '200 0123456789')
  const beyond = { range: 'bytes=99-', 'if-range': '"other"' }
  assert.equal(await read(given, path, beyond), '200 0123456789')
}

test('given an object that changed, when a range of the old one is asked, then all', async () => {
  await using given = await givenS3()
  await given.storage.write('s3://lake/ten', Buffer.from('0123456789'))
  const { etag, modifiedAt } = (
    await given.storage.headObject(given.owner, {
      ...{ bucket: 'lake', key: 'ten', conditions: {} },
    })
  ).object

  await assertRanges(given, '/lake/ten', modifiedAt, etag)
})

test('given a linked bucket, when a range of the old one is asked, then all', async () => {
  await using given = await givenLink()
  const { near } = given
  await near.storage.write('s3://linked/ten', Buffer.from('0123456789'))
  const { etag, modifiedAt } = (
    await near.storage.headObject(near.owner, {
      ...{ bucket: 'linked', key: 'ten', conditions: {} },
    })
  ).object

  await assertRanges(near, '/linked/ten', modifiedAt, etag)
})
