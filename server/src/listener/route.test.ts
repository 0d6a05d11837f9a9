import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DoorName, type RouteFacts, route } from './route.ts'

const DOMAIN = 'millrace.test'

function facts(over: Partial<RouteFacts>): RouteFacts {
  return {
    method: 'GET',
    host: '127.0.0.1:8470',
    rawPath: '/',
    rawQuery: '',
    authorization: undefined,
    contentType: undefined,
    accept: undefined,
    ...over,
  }
}

function signed(service: string): string {
  const scope = `AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/${service}/aws4_request`
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`
}

const cases: [string, Partial<RouteFacts>, DoorName][] = [
  ['a signed request', { authorization: signed('glue') }, 'glue'],
  [
    'a signed request to a reserved path',
    { rawPath: '/livy/sessions', authorization: signed('emr-serverless') },
    'livy',
  ],
  ['a bucket of a reserved name', { rawPath: '/metrics', authorization: signed('s3') }, 's3'],
  ['a service that is not served', { authorization: signed('ec2') }, 'unserved'],
  ['a service named like a property', { authorization: signed('constructor') }, 'unserved'],
  [
    'a signed catalog request',
    { rawPath: '/iceberg/v1/config', authorization: signed('glue') },
    'iceberg-rest',
  ],
  [
    'a presigned request',
    { rawPath: '/b/k', rawQuery: 'X-Amz-Credential=A%2F20260101%2Fus-east-1%2Fs3%2Faws4_request' },
    's3',
  ],
  ['a password without a path', { rawPath: '/sessions', authorization: 'Basic YTpi' }, 'livy'],
  ['a host of a service', { host: 'sts.us-east-1.millrace.test' }, 'sts'],
  ['a host of EMR', { host: 'elasticmapreduce.us-east-1.millrace.test:443' }, 'emr'],
  [
    'a host of an application',
    { host: '00abc.livy.emr-serverless-services.us-east-1.millrace.test' },
    'livy',
  ],
  ['a bucket as host', { host: 'lake.s3.us-east-1.millrace.test', rawPath: '/api/x' }, 's3'],
  ['a path like a reserved one', { rawPath: '/apis/x' }, 's3'],
  ['an object named like a property', { rawPath: '/constructor/x' }, 's3'],
  ['a browser at the root', { accept: 'text/html,*/*' }, 'portal'],
  ['an unsigned form', { method: 'POST', contentType: 'application/x-www-form-urlencoded' }, 'sts'],
  ['health', { rawPath: '/healthz' }, 'operations'],
  ['anything else', { rawPath: '/bucket/key' }, 's3'],
]

for (const [what, over, door] of cases)
  test(`given ${what}, when it is routed, then ${door} serves it`, () => {
    assert.equal(route(facts(over), DOMAIN), door)
  })
