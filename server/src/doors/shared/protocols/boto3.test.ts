import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as emr from '@aws-sdk/client-emr'
import * as serverless from '@aws-sdk/client-emr-serverless'
import * as glue from '@aws-sdk/client-glue'
import * as iam from '@aws-sdk/client-iam'
import * as lakeFormation from '@aws-sdk/client-lakeformation'
import * as serviceCatalog from '@aws-sdk/client-service-catalog'
import * as sts from '@aws-sdk/client-sts'
import { type OperationSchema, operationShape } from '../shape.ts'
import type { Protocol } from '../wire.ts'
import { awsJson } from './json.ts'
import { awsQuery } from './query.ts'
import { restJson } from './rest-json.ts'

interface Golden {
  source: string
  exchanges: {
    service: string
    operation: string
    parameters: Record<string, unknown>
    request: { method: string; target: string; headers: Record<string, string>; body: string }
  }[]
}

// Recorded on 2026-11-23 from boto3 1.43.11; the file says how.
const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/boto3-1.43.11.golden.json', import.meta.url), 'utf8'),
)

const services: Record<string, [Protocol, object]> = {
  sts: [awsQuery('urn:sts'), sts],
  iam: [awsQuery('urn:iam'), iam],
  emr: [awsJson('1.1'), emr],
  glue: [awsJson('1.1'), glue],
  lakeformation: [restJson, lakeFormation],
  servicecatalog: [awsJson('1.1'), serviceCatalog],
  'emr-serverless': [restJson, serverless],
}

for (const { service, operation, parameters, request } of golden.exchanges) {
  test(`given boto3's ${operation}, when it is decoded, then it says what was meant`, () => {
    const [protocol, sdk] = services[service]!
    const schemas = Object.values(sdk).filter(
      (one): one is OperationSchema => Array.isArray(one) && one[0] === 9,
    )
    const shapes = schemas.map(operationShape)
    const [rawPath = '', rawQuery = ''] = request.target.split('?')
    const body = Buffer.from(request.body)
    const wire = { ...request, rawPath, rawQuery, body }

    const named = protocol.identify(wire, shapes)
    const shape = shapes.find(({ name }) => name === named.name)!
    const value = protocol.decode(shape, wire)

    assert.equal(named.name, operation)
    assert.deepEqual(plain(value), plain(reviveInstants(parameters)))
  })
}

/** The recording holds instants as text, as JSON must. */
function reviveInstants(value: unknown): unknown {
  const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/
  return JSON.parse(JSON.stringify(value), (_, own) =>
    typeof own === 'string' && instant.test(own) ? new Date(own).toISOString() : own,
  )
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
