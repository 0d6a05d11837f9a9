/** The vendor's pace, on loopback: `GET /state`, `POST /deliver {"through"}`, `POST /bucket`. */

import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { dayAfter, FIRST_DAY, LAST_DAY } from './calendar.ts'
import type { Deliveries, PutObject } from './deliveries.ts'
import { sameText } from './login.ts'

interface BucketRequest {
  endpoint: string
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
}

const DAY = /^2013-\d{2}-\d{2}$/

export async function startControl(options: {
  deliveries: Deliveries
  token: string
  port: number
}): Promise<{ port: number; stop(): Promise<void> }> {
  // One request after the other: deliveries keep their order.
  let turn: Promise<unknown> = Promise.resolve()
  const server = createServer((request, response) => {
    const work = turn.then(() => answer(request, options))
    turn = work.catch(() => {})
    work.then(
      ({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      },
      (error: Error) => response.writeHead(400).end(JSON.stringify({ error: error.message })),
    )
  })
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(
  request: IncomingMessage,
  { deliveries, token }: { deliveries: Deliveries; token: string },
): Promise<{ status: number; body: unknown }> {
  if (!sameText(request.headers.authorization ?? '', `Bearer ${token}`))
    return { status: 401, body: { error: 'the token of vendor.json is needed' } }
  const state = () => ({ through: deliveries.through() ?? null, first: FIRST_DAY, last: LAST_DAY })
  const route = `${request.method} ${request.url}`
  if (route === 'GET /state') return { status: 200, body: state() }
  if (route === 'POST /deliver') {
    const { through } = (await json(request)) as { through?: string }
    const passed = deliveries.through()
    const next = passed === undefined ? FIRST_DAY : dayAfter(passed)
    if (through !== undefined && !DAY.test(through))
      return { status: 400, body: { error: `"${through}" is not a day of 2013` } }
    const files = await deliveries.deliverThrough(through ?? next)
    return { status: 200, body: { ...state(), files } }
  }
  if (route === 'POST /bucket') {
    await deliveries.useBucket(bucketOf((await json(request)) as BucketRequest))
    return { status: 200, body: state() }
  }
  return { status: 404, body: { error: `there is no "${route}"` } }
}

async function json(request: IncomingMessage): Promise<unknown> {
  const text = Buffer.concat(await request.toArray()).toString('utf8')
  return text === '' ? {} : JSON.parse(text)
}

function bucketOf(given: BucketRequest): PutObject {
  const client = new S3Client({
    endpoint: given.endpoint,
    region: given.region,
    forcePathStyle: true,
    credentials: { accessKeyId: given.accessKeyId, secretAccessKey: given.secretAccessKey },
  })
  return async (key, body) => {
    await client.send(new PutObjectCommand({ Bucket: given.bucket, Key: key, Body: body }))
  }
}
