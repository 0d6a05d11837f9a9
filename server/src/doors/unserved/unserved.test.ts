import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenDoor } from '../../testing/door.ts'
import { createUnservedDoor } from './index.ts'

const FORM = 'application/x-www-form-urlencoded; charset=utf-8'

// As botocore 1.43 asks: Lambda and EMR on EKS by path, DynamoDB and SQS by target, EC2 by form.
const cases: [service: string, headers: Record<string, string>, status: number, form: RegExp][] = [
  ['lambda', {}, 404, /^\{"__type":"UnknownOperationException","message":"\\"lambda\\" is not/],
  ['emr-containers', {}, 404, /^\{"__type":"UnknownOperationException"/],
  ['dynamodb', { 'x-amz-target': 'DynamoDB_20120810.ListTables' }, 400, /^\{"__type":"Unknown/],
  ['sqs', { 'content-type': 'application/x-amz-json-1.0' }, 400, /^\{"__type":"Unknown/],
  ['ec2', { 'content-type': FORM }, 400, /^<Response><Errors><Error><Code>InvalidAction</],
  ['sns', { 'content-type': FORM }, 400, /^<ErrorResponse .*<Code>InvalidAction<\/Code>/],
]

for (const [service, headers, status, form] of cases)
  test(`given a request to ${service}, when it is asked, then it is told in its form`, async () => {
    await using door = await givenDoor(createUnservedDoor({ services: ['s3', 'sts'] }))
    const scope = `AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/${service}/aws4_request`
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`

    const answer = await fetch(door.url, {
      method: 'POST',
      body: 'Action=List',
      headers: { authorization, ...headers },
    })

    const text = await answer.text()
    assert.equal(answer.status, status)
    assert.match(text, form)
    assert.match(text, /is not served here; served are s3, sts/)
  })
