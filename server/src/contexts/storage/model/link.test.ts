import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkRefused } from '../errors.ts'
import { checkLink, overlap } from './link.ts'

const at = (endpoint?: string, prefix = '') => ({
  ...{ bucket: 'lake', prefix },
  ...(endpoint === undefined ? {} : { endpoint }),
})

test('given one server by several names, when places are compared, then they overlap', () => {
  for (const [one, other] of [
    ['https://minio', 'https://minio:443'],
    ['http://minio:80', 'http://minio'],
    ['https://MinIO:9000', 'https://minio:9000'],
    [undefined, 'https://s3.eu-west-1.amazonaws.com'],
    ['https://s3.amazonaws.com', 'https://s3.dualstack.us-east-1.amazonaws.com:443'],
  ] as const) {
    assert.ok(overlap(at(one), at(other)), `${one} ${other}`)
    assert.ok(!overlap(at(one, 'a/'), at(other, 'b/')))
  }
})

test('given several servers, when places are compared, then they are apart', () => {
  for (const [one, other] of [
    ['https://minio', 'https://minio:9000'],
    ['https://minio', 'https://other'],
    [undefined, 'https://amazonaws.com.example'],
    [undefined, 'https://notamazonaws.com'],
  ] as const)
    assert.ok(!overlap(at(one), at(other)), `${one} ${other}`)
})

test('given an endpoint that is no address, when a link is checked, then it is refused', () => {
  const link = { ...at(), region: 'us-east-1', key: 'far', access: 'read' as const }
  for (const endpoint of ['https://minio:99999', 'ftp://minio', 'https://minio/path'])
    assert.throws(() => checkLink('lake', { ...link, endpoint }), linkRefused.matches)
  checkLink('lake', { ...link, endpoint: 'https://minio:9000' })
})
