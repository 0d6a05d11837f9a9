import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import {
  DeleteBucketCommand,
  GetBucketVersioningCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { type GivenLink, givenLink, patterned, writeKey } from './testing/given-link.ts'

const at = (Key: string) => ({ Bucket: 'linked', Key })
const code = (expected: string) => (error: { name: string }) => error.name === expected

test('given a linked bucket, when asked for what it lacks, then it is refused', async () => {
  await using given = await givenLink()
  const { client } = given
  await client.send(new PutObjectCommand({ ...at('a'), Body: 'x' }))
  const VersioningConfiguration = { Status: 'Enabled' } as const
  const OwnershipControls = { Rules: [{ ObjectOwnership: 'ObjectWriter' as const }] }
  const Bucket = 'linked'

  for (const refused of [
    new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }),
    new ListObjectVersionsCommand({ Bucket }),
    new GetObjectTaggingCommand(at('a')),
    new PutObjectCommand({ ...at('b'), Body: 'x', Tagging: 'a=1' }),
    new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }),
  ])
    await assert.rejects(client.send(refused as GetObjectCommand), code('NotImplemented'))

  const none = await client.send(new GetBucketVersioningCommand({ Bucket }))
  assert.equal(none.Status, undefined)
  const acl = await client.send(new GetObjectAclCommand(at('a')))
  assert.equal(acl.Owner?.ID, given.near.owner.accountId)
  await assert.rejects(client.send(new DeleteBucketCommand({ Bucket })), code('BucketNotEmpty'))
})

test('given a link to be read alone, when somebody writes, then it is refused', async () => {
  await using given = await givenLink({ access: 'read' })
  const { client, farClient, near } = given
  await farClient.send(new PutObjectCommand({ Bucket: 'lake', Key: 'data/a', Body: 'theirs' }))

  await assert.rejects(
    client.send(new PutObjectCommand({ ...at('b'), Body: 'x' })),
    code('AccessDenied'),
  )
  await assert.rejects(near.storage.write('s3://linked/b', Buffer.from('x')))
  await assert.rejects(near.storage.remove(['s3://linked/a']))

  assert.equal(String(await near.storage.readAll('s3://linked/a')), 'theirs')
})

test('given a linked bucket, when others ask, then the gates stand as elsewhere', async () => {
  await using given = await givenLink()
  const { near, client } = given
  for (const key of ['t/1', 't/2', 'u/1', 'v'])
    await client.send(new PutObjectCommand({ ...at(key), Body: key }))
  const stranger = near.client((await near.identity.account({ name: 'stranger' })).admin)
  const read = (by: S3Client, key: string) => by.send(new GetObjectCommand(at(key)))

  await assert.rejects(read(stranger, 'v'), code('AccessDenied'))
  await assert.rejects(stranger.send(new HeadBucketCommand({ Bucket: 'linked' })))
  const Statement = [
    { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::linked/*' },
  ]
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement })
  await assert.rejects(
    client.send(new PutBucketPolicyCommand({ Bucket: 'linked', Policy })),
    code('AccessDenied'),
  )

  near.registered.add('s3://linked/t/')
  await assert.rejects(read(client, 't/1'), code('AccessDenied'))
  const list = async (more: object) => {
    const { Contents = [], CommonPrefixes = [] } = await client.send(
      new ListObjectsV2Command({ Bucket: 'linked', ...more }),
    )
    return [...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => Prefix)]
  }
  assert.deepEqual(await list({}), ['u/1', 'v'])
  assert.deepEqual(await list({ Delimiter: '/' }), ['v', 'u/'])
  const scope = { prefixes: [{ location: 's3://linked/t/', access: 'read' as const }] }
  const vended = near.client(await near.identity.identity.vend(near.owner, scope, 900))
  assert.equal(await (await read(vended, 't/1')).Body?.transformToString(), 't/1')
  await assert.rejects(read(vended, 'u/1'), code('AccessDenied'))
  vended.destroy()
  stranger.destroy()
})

test('given an endpoint that goes away, when used, then it is told', async () => {
  await using given = await givenLink()
  const { near, far, client } = given
  await client.send(new PutObjectCommand({ ...at('a'), Body: 'x' }))
  const key = join(near.objectsDirectory, 'link-keys/far')
  const text = await readFile(key, 'utf8')
  await near.storage.linkBucket({
    ...{ name: 'linked', accountId: near.owner.accountId },
    link: { ...given.link, access: 'read' },
  })
  await writeFile(key, text.replace(/secret_access_key = ./, 'secret_access_key = _'))
  await near.storage
    .linkBucket({
      ...{ name: 'linked', accountId: near.owner.accountId },
      link: given.link,
    })
    .then(
      () => assert.fail('a key that does not open it was taken'),
      (error) => assert.match(error.message, /SignatureDoesNotMatch.*put a key/),
    )
  await writeFile(key, text)
  assert.equal((await near.storage.links())[0]?.state.state, 'ok')

  await given.endFar()

  await assert.rejects(client.send(new GetObjectCommand(at('a'))), code('ServiceUnavailable'))
  await assert.rejects(
    client.send(new ListObjectsV2Command({ Bucket: 'linked' })),
    code('ServiceUnavailable'),
  )
  const [link] = await near.storage.links()
  assert.equal(link?.state.state, 'failed')
  assert.match(link?.state.fix ?? '', /see that http/)
  assert.ok(!JSON.stringify(await near.storage.links()).includes(far.ownerKey.secretAccessKey))
})

test('given places, when linked, then none overlaps another or takes what is there', async () => {
  await using given = await givenLink()
  const { near, link } = given
  const { accountId } = near.owner
  const refused = async (change: object, reason: RegExp, name = 'other') =>
    assert.rejects(
      near.storage.linkBucket({ name, accountId, link: { ...link, ...change } }),
      (error: Error) =>
        (error as { code?: string }).code === 'storage.link-refused' && reason.test(error.message),
    )

  await refused({ prefix: 'data/more/' }, /"linked" is linked to s3:\/\/lake\/data\//)
  await refused({ prefix: '' }, /"linked" is linked/)
  await refused({ prefix: 'else/' }, /of the platform’s own/, 'lake')
  await refused({ prefix: '/x/' }, /no prefix/)
  await refused({ prefix: 'else/', key: '../operator' }, /no name of a key/)
  await refused({ prefix: 'else/', key: 'absent' }, /ENOENT/)
  await refused({ prefix: 'else/', bucket: 'none' }, /make the bucket "none"/)
  await refused({ endpoint: 'http://user@host' }, /not of the form/)
  const direct = { roleArn: 'arn:aws:iam::1:role/r' }
  await refused({ prefix: 'else/', direct }, /the same name there/)
  await writeKey(near, given.far, 0o644)
  await refused({ prefix: 'else/', key: 'far' }, /others than its owner may read it/)
  const stranger = await near.identity.account({ name: 'stranger' })
  await writeKey(near, given.far)
  const theirs = { name: 'linked', accountId: stranger.caller.accountId, link }
  await assert.rejects(near.storage.linkBucket(theirs), { code: 'storage.bucket-name-taken' })
})

test('given the platform’s own access, when by location, then it goes there', async () => {
  await using given = await givenLink()
  const { storage } = given.near
  const large = patterned(9 * 2 ** 20)

  const small = await storage.write('s3://linked/t/small', Buffer.from('x'))
  await storage.write('s3://linked/t/large', Readable.from([large]))
  const path = await storage.stagingPath()
  await writeFile(path, large)
  await storage.adopt('s3://linked/t/adopted', path)

  assert.equal((await storage.stat('s3://linked/t/small'))?.etag, small.etag)
  assert.equal(await storage.stat('s3://linked/t/none'), undefined)
  assert.ok(large.equals(await storage.readAll('s3://linked/t/adopted')))
  const part = await storage.read('s3://linked/t/large', { start: 5, end: 9 })
  assert.deepEqual(Buffer.concat(await part.toArray()), large.subarray(5, 10))
  await using local = await storage.localFile('s3://linked/t/large')
  assert.ok(large.equals(await readFile(local.path)))
  assert.deepEqual(await listed(given, 't/'), ['adopted', 'large', 'small'])
  await storage.remove(['s3://linked/t/large', 's3://linked/t/none'])
  assert.deepEqual(await listed(given, 't/'), ['adopted', 'small'])
  await assert.rejects(storage.readAll('s3://linked/t/none'), { code: 'storage.no-such-key' })
})

async function listed({ near }: GivenLink, prefix: string): Promise<string[]> {
  const found: string[] = []
  for await (const { location } of near.storage.list(`s3://linked/${prefix}`))
    found.push(location.slice(`s3://linked/${prefix}`.length))
  return found
}

test('given any keys, when a linked bucket is listed in pages, then as one of ours', async () => {
  await using given = await givenLink()
  const { storage, owner } = given.near
  const letters = fc.constantFrom(
    'a',
    'b',
    '/',
    '-',
    '\u{1f600}',
    '\uffee',
    'é',
    '+',
    ' ',
    '%',
    '\u0001',
  )
  const word = fc.array(letters, { maxLength: 4 }).map((all) => all.join(''))
  const some = word.filter((key) => key !== '')
  const keys = fc.uniqueArray(some, { maxLength: 8 })
  const delimiter = fc.constantFrom('', '/', 'a', '-b')
  const namesIn = async (bucket: string, query: object) => {
    const found: string[] = []
    for (let from: string | undefined = ''; from !== undefined; ) {
      const page: Awaited<ReturnType<typeof storage.listObjects>> = await storage.listObjects(
        owner,
        {
          ...{ bucket, prefix: '', entriesMax: 1000, from },
          ...query,
        },
      )
      found.push(...page.entries.map((one) => (one.kind === 'object' ? one.key : `${one.prefix}…`)))
      from = page.next
    }
    return found
  }

  await fc.assert(
    fc.asyncProperty(keys, word, delimiter, fc.integer({ min: 1, max: 4 }), async (...sample) => {
      const [present, prefix, cut, entriesMax] = sample
      for (const key of present)
        for (const bucket of ['lake', 'linked'])
          await storage.write(`s3://${bucket}/${key}`, Buffer.from(''))
      const query = { prefix, entriesMax, ...(cut === '' ? {} : { delimiter: cut }) }
      const [linked, ours] = [await namesIn('linked', query), await namesIn('lake', query)]
      for (const bucket of ['lake', 'linked'])
        await storage.remove(present.map((key) => `s3://${bucket}/${key}`))
      assert.deepEqual(linked, ours)
    }),
    { numRuns: 40 },
  )
})

test('given an endpoint that is gone, when its bucket is unlinked, then it is told', async () => {
  await using given = await givenLink()
  const { near, client, link } = given
  const { accountId } = near.owner
  await client.send(new PutObjectCommand({ ...at('a'), Body: 'theirs' }))
  await given.farClient.send(new PutObjectCommand({ Bucket: 'lake', Key: 'data/b', Body: 'b' }))

  await assert.rejects(near.storage.unlinkBucket('lake'), { code: 'storage.link-refused' })
  await assert.rejects(near.storage.unlinkBucket('none'), { code: 'storage.no-such-bucket' })
  await near.storage.unlinkBucket('linked')

  await assert.rejects(client.send(new GetObjectCommand(at('a'))), code('NoSuchBucket'))
  assert.deepEqual(await near.storage.links(), [])
  const there = await given.farClient.send(new GetObjectCommand({ Bucket: 'lake', Key: 'data/a' }))
  assert.equal(await there.Body?.transformToString(), 'theirs')
  await near.storage.linkBucket({ name: 'linked', accountId, link })
  await given.endFar()
  await near.storage.unlinkBucket('linked')
  assert.deepEqual(await near.storage.links(), [])
})

test('given a start behind all of a prefix, when a link is listed, then it is empty', async () => {
  await using given = await givenLink()
  const { storage, owner } = given.near
  await storage.write('s3://linked/\uffee', Buffer.from(''))
  const query = { bucket: 'linked', prefix: '\uffee', entriesMax: 10 }

  const all = await storage.listObjects(owner, { ...query, from: '' })
  const none = await storage.listObjects(owner, { ...query, from: '\u{1f600}' })

  assert.deepEqual([all.entries.length, none.entries.length], [1, 0])
})
