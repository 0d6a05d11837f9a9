import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketPolicyCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  type S3Client,
  type S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { transaction } from '../../foundation/sql.ts'
import { type GivenS3, givenS3 } from './testing/given-s3.ts'

const Bucket = 'inbox'
const own = { Bucket, Key: 'agr-1/a.csv' }

/** A bucket with two prefixes, and a key that may put into the first. */
async function givenVendor(given: GivenS3): Promise<S3Client> {
  const { owner, identity, storage } = given
  await storage.ensureBucket({ name: Bucket, accountId: owner.accountId })
  const prefixes = [{ location: `s3://${Bucket}/agr-1/`, access: 'put' as const }]
  const wanted = { userName: 'agr-1', path: '/vendors/', scope: { prefixes }, endsAt: null }
  const key = await transaction(identity.sql, (tx) =>
    identity.identity.issueScopedKey(tx, owner, wanted),
  )
  return given.client(key)
}

test('given a vendor’s key, when files are put, then they are there, and listed', async () => {
  await using given = await givenS3()
  const vendor = await givenVendor(given)

  await vendor.send(new PutObjectCommand({ ...own, Body: 'a,b\n' }))
  const { UploadId } = await vendor.send(
    new CreateMultipartUploadCommand({ Bucket, Key: 'agr-1/b' }),
  )
  const part = { Bucket, Key: 'agr-1/b', UploadId }
  const { ETag } = await vendor.send(
    new UploadPartCommand({ ...part, PartNumber: 1, Body: 'whole' }),
  )
  const running = await vendor.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'agr-1/' }))
  const parts = await vendor.send(new ListPartsCommand(part))
  const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] }
  await vendor.send(new CompleteMultipartUploadCommand({ ...part, MultipartUpload }))

  const listed = await vendor.send(new ListObjectsV2Command({ Bucket, Prefix: 'agr-1/' }))
  assert.equal(running.Uploads?.length, 1)
  assert.equal(parts.Parts?.length, 1)
  assert.deepEqual(
    listed.Contents?.map(({ Key }) => Key),
    ['agr-1/a.csv', 'agr-1/b'],
  )
  const read = await given.storage.readAll(`s3://${Bucket}/agr-1/b`)
  assert.equal(read.toString(), 'whole')
})

test('given a vendor’s key, when anything else is tried, then it is refused', async () => {
  await using given = await givenS3()
  const vendor = await givenVendor(given)
  const others = { Bucket, Key: 'agr-2/secret.csv' }
  await given.storage.write(`s3://${Bucket}/agr-2/secret.csv`, Buffer.from('secret'))
  await vendor.send(new PutObjectCommand({ ...own, Body: 'mine' }))
  const attempts = [
    new GetObjectCommand(own),
    new HeadObjectCommand(own),
    new GetObjectCommand(others),
    new DeleteObjectCommand(own),
    new DeleteObjectCommand(others),
    new PutObjectCommand({ ...others, Body: 'overwritten' }),
    new PutObjectCommand({ Bucket, Key: 'a.csv', Body: 'outside' }),
    new PutObjectCommand({ Bucket, Key: 'agr-1', Body: 'beside' }),
    new PutObjectCommand({ Bucket, Key: 'agr-10/a.csv', Body: 'beside' }),
    new PutObjectCommand({ Bucket: 'lake', Key: 'agr-1/a.csv', Body: 'other bucket' }),
    new PutObjectCommand({ ...own, Body: 'tagged', Tagging: 'a=b' }),
    new PutObjectCommand({ ...own, Body: 'public', ACL: 'public-read' }),
    new PutObjectAclCommand({ ...own, ACL: 'public-read' }),
    new CopyObjectCommand({ ...own, CopySource: `${Bucket}/agr-2/secret.csv` }),
    new CopyObjectCommand({ ...own, Key: 'agr-1/c', CopySource: `${Bucket}/agr-1/a.csv` }),
    new ListObjectsV2Command({ Bucket }),
    new ListObjectsV2Command({ Bucket, Prefix: 'agr-' }),
    new ListObjectsV2Command({ Bucket, Prefix: 'agr-2/' }),
    new ListObjectVersionsCommand({ Bucket, Prefix: 'agr-1/' }),
    new ListMultipartUploadsCommand({ Bucket }),
    new PutBucketPolicyCommand({ Bucket, Policy: '{}' }),
    new ListBucketsCommand({}),
    new CreateMultipartUploadCommand(others),
    new AbortMultipartUploadCommand({ ...others, UploadId: 'any' }),
  ]

  for (const attempt of attempts) {
    const sent = vendor.send(attempt as PutObjectCommand)
    const refused = ({ $metadata: { httpStatusCode } }: S3ServiceException) =>
      httpStatusCode === 403
    await assert.rejects(sent, refused, attempt.constructor.name)
  }

  const kept = await given.storage.readAll(`s3://${Bucket}/agr-2/secret.csv`)
  assert.equal(kept.toString(), 'secret')
})

test('given dots in a name, when put, then nothing lies in another’s prefix', async () => {
  await using given = await givenS3()
  const vendor = await givenVendor(given)

  const put = new PutObjectCommand({ Bucket, Key: 'agr-1/../agr-2/x', Body: 'aside' })
  await vendor.send(put).catch(() => {})

  for await (const { location } of given.storage.list(`s3://${Bucket}/`))
    assert.ok(location.startsWith(`s3://${Bucket}/agr-1/`), location)
})

test('given a full account, when a vendor puts, then nothing is stored', async () => {
  await using given = await givenS3()
  const vendor = await givenVendor(given)
  await given.storage.setQuota(given.owner.accountId, { sizeBytesMax: 100_000 })

  const put = vendor.send(new PutObjectCommand({ ...own, Body: Buffer.alloc(200_000) }))

  await assert.rejects(put, { name: 'QuotaExceeded' })
  assert.equal(await given.storage.stat(`s3://${Bucket}/agr-1/a.csv`), undefined)
})
