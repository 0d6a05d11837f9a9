import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandInput,
  type ListMultipartUploadsCommandOutput,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { givenS3 } from './testing/given-s3.ts'

const Bucket = 'lake'

test('given checksums, when what has them is listed, then their sort is told', async () => {
  await using given = await givenS3()
  const client = given.client(given.ownerKey)
  const object = { Bucket, Key: 'in/a', Body: 'x', ChecksumAlgorithm: 'SHA256' } as const
  await client.send(new PutObjectCommand(object))
  await given.storage.write('s3://lake/in/b', Buffer.from('x'))
  const begin = { Bucket, Key: 'big', ChecksumAlgorithm: 'CRC32C' } as const
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(begin))

  const one = await client.send(new ListObjectsCommand({ Bucket }))
  const two = await client.send(new ListObjectsV2Command({ Bucket, Prefix: 'in/', Delimiter: '/' }))
  const versions = await client.send(new ListObjectVersionsCommand({ Bucket }))
  const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket }))
  const parts = await client.send(new ListPartsCommand({ Bucket, Key: 'big', UploadId }))

  for (const entries of [one.Contents, two.Contents, versions.Versions])
    assert.deepEqual(
      entries?.map((entry) => [entry.Key, entry.ChecksumAlgorithm, entry.ChecksumType]),
      [
        ['in/a', ['SHA256'], 'FULL_OBJECT'],
        ['in/b', undefined, undefined],
      ],
    )
  for (const told of [uploads.Uploads?.[0], parts])
    assert.deepEqual([told?.ChecksumAlgorithm, told?.ChecksumType], ['CRC32C', 'COMPOSITE'])
})

test('given uploads, when listed by folders and pages, then each comes once', async () => {
  await using given = await givenS3()
  const client = given.client(given.ownerKey)
  for (const Key of ['a', 'x/1', 'x/2', 'x/2', 'y/3', 'z'])
    await client.send(new CreateMultipartUploadCommand({ Bucket, Key }))
  const found: string[] = []
  let marker: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {}

  while (marker) {
    const page: ListMultipartUploadsCommandInput = {
      Bucket,
      Delimiter: '/',
      MaxUploads: 1,
      ...marker,
    }
    const command = new ListMultipartUploadsCommand(page)
    const listed: ListMultipartUploadsCommandOutput = await client.send(command)
    found.push(...(listed.Uploads ?? []).map(({ Key }) => `${Key}`))
    found.push(...(listed.CommonPrefixes ?? []).map(({ Prefix }) => `${Prefix}`))
    const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = listed
    marker = listed.IsTruncated
      ? { ...(KeyMarker ? { KeyMarker } : {}), ...(UploadIdMarker ? { UploadIdMarker } : {}) }
      : undefined
  }

  assert.deepEqual(found, ['a', 'x/', 'y/', 'z'])
})
